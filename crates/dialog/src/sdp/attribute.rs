use super::{Description, Direction, FORMATS_MAX, Mapping, MediaLine, Rtcp, reader::read_connection};

/// Reads the attributes that we use into the stream above it, or into the whole session.
///
/// None: the attribute is one of those and cannot be read.
pub(super) fn read(value: &str, description: &mut Description) -> Option<()> {
    let (name, value) = value.split_once(':').unwrap_or((value, ""));
    let (name, value) = (name.trim(), value.trim());
    if let Some(direction) = Direction::named(name) {
        match description.media.last_mut() {
            Some(line) => line.direction = Some(direction),
            None => description.direction = Some(direction),
        }
        return Some(());
    }
    let Some(line) = description.media.last_mut() else { return Some(()) };
    match name {
        "rtpmap" => mapping(value, line)?,
        "ptime" => line.packet_time = value.parse().ok().filter(|time| *time > 0),
        "rtcp" => line.rtcp = Some(rtcp(value)?),
        "rtcp-mux" => line.rtcp_mux = true,
        _ => {}
    }
    Some(())
}

/// Mappings of payload types that the stream does not list say nothing.
fn mapping(value: &str, line: &mut MediaLine) -> Option<()> {
    let (number, encoding) = value.split_once([' ', '\t'])?;
    let encoding = encoding.trim();
    let payload_type = number.parse().ok().filter(|number| *number < 128)?;
    if encoding.is_empty() || encoding.len() > 64 || encoding.contains(char::is_whitespace) {
        return None;
    }
    let listed = line.formats.iter().any(|format| format == number);
    if listed && line.mappings.len() < FORMATS_MAX {
        line.mappings.push(Mapping { payload_type, encoding: encoding.to_owned() });
    }
    Some(())
}

/// A name is not looked up: RTCP then goes to the address of the stream.
fn rtcp(value: &str) -> Option<Rtcp> {
    let (port, rest) = value.split_once([' ', '\t']).unwrap_or((value, ""));
    Some(Rtcp { port: port.parse().ok()?, address: read_connection(rest) })
}
