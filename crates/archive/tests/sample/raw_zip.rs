//! ZIP files with every field at will, for archives that no decent program writes.

use std::io::Write;

use flate2::write::DeflateEncoder;

#[derive(Clone)]
pub struct RawEntry {
    pub name: Vec<u8>,
    pub flags: u16,
    pub method: u16,
    pub crc: u32,
    pub size: u32,
    pub mode: u32,
    pub data: Vec<u8>,
    /// Where the directory says that the entry lies, if not where it does.
    pub offset: Option<u32>,
}

impl RawEntry {
    pub fn stored(name: &str, content: &[u8]) -> Self {
        let mut crc = flate2::Crc::new();
        crc.update(content);
        Self {
            name: name.into(),
            flags: 0x800,
            method: 0,
            crc: crc.sum(),
            size: u32::try_from(content.len()).unwrap(),
            mode: 0o100_644,
            data: content.to_vec(),
            offset: None,
        }
    }

    pub fn deflated(name: &str, content: &[u8]) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(content).unwrap();
        Self { method: 8, data: encoder.finish().unwrap(), ..Self::stored(name, content) }
    }

    /// The header before the data.
    pub fn header(&self) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04\x14\0".to_vec();
        self.common(&mut bytes);
        bytes.extend(&self.name);
        bytes
    }

    fn common(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.flags.to_le_bytes());
        bytes.extend(self.method.to_le_bytes());
        bytes.extend([0, 0, 0x21, 0]);
        bytes.extend(self.crc.to_le_bytes());
        bytes.extend(u32::try_from(self.data.len()).unwrap().to_le_bytes());
        bytes.extend(self.size.to_le_bytes());
        bytes.extend(u16::try_from(self.name.len()).unwrap().to_le_bytes());
        bytes.extend([0, 0]);
    }
}

pub fn raw_zip(entries: &[RawEntry]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut directory = Vec::new();
    for entry in entries {
        let offset = entry.offset.unwrap_or(u32::try_from(bytes.len()).unwrap());
        if entry.offset.is_none() {
            bytes.extend(entry.header());
            bytes.extend(&entry.data);
        }
        directory.extend(b"PK\x01\x02\x14\x03\x14\0");
        entry.common(&mut directory);
        directory.extend([0; 6]);
        directory.extend((entry.mode << 16).to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend(&entry.name);
    }
    let start = u32::try_from(bytes.len()).unwrap();
    let count = u16::try_from(entries.len()).unwrap_or(u16::MAX);
    bytes.extend(&directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}
