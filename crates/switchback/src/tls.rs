//! Certificates and keys: how the API proves who it is, and whom its clients believe.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use rustls::{ServerConfig, crypto::CryptoProvider};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _};

use crate::secret_file;

/// What is wrong with the certificate or the key of a pool.
pub(crate) struct TlsFault {
    /// The key of the configuration file: `certificate` or `key`.
    pub(crate) key: &'static str,
    /// What is wrong.
    pub(crate) message: String,
}

/// The cryptography of both ends: ring.
pub(crate) fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// TLS 1.2 or 1.3 with this certificate, HTTP/2 or HTTP/1.1 within.
///
/// # Errors
/// Files that cannot be read, hold something else, or do not belong together.
pub(crate) fn server_config(certificate: &Path, key: &Path) -> Result<Arc<ServerConfig>, TlsFault> {
    let of_certificate = |message| TlsFault { key: "certificate", message };
    let of_key = |message| TlsFault { key: "key", message };
    let chain = certificates(certificate).map_err(of_certificate)?;
    let private = private_key(key).map_err(of_key)?;
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_protocol_versions(rustls::ALL_VERSIONS)
        .expect("ring speaks TLS 1.2 and 1.3")
        .with_no_client_auth()
        .with_single_cert(chain, private)
        .map_err(|error| {
            of_key(format!("{} does not go with {}: {error}", key.display(), certificate.display()))
        })?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// The certificates of a PEM file, in their order.
pub(crate) fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let bytes = fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
    let chain = chain.map_err(|error| format!("{} is not a PEM file: {error}", path.display()))?;
    if chain.is_empty() {
        return Err(format!(
            "{} holds no certificate; it must be a PEM file with BEGIN CERTIFICATE",
            path.display()
        ));
    }
    Ok(chain)
}

/// The private key of a PEM file that not everybody may read.
fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>, String> {
    let bytes = secret_file::read(path)?;
    PrivateKeyDer::from_pem_slice(&bytes).map_err(|_| {
        format!("{} holds no private key; it must be a PEM file with BEGIN PRIVATE KEY", path.display())
    })
}

/// What to say about a key that others than its owner may read.
pub(crate) fn open_to_group(key: &Path) -> Option<String> {
    let mode = fs::metadata(key).ok()?.permissions().mode();
    let open = mode & 0o070 != 0;
    open.then(|| {
        format!(
            "the private key {} can be read by its group; run chmod 600 unless that is meant",
            key.display()
        )
    })
}

/// The certificates that this machine trusts: those of `SSL_CERT_FILE`, or of the system.
pub(crate) fn system_roots() -> Result<Vec<CertificateDer<'static>>, String> {
    let path = std::env::var_os("SSL_CERT_FILE").map_or_else(|| PathBuf::from(SYSTEM_ROOTS), PathBuf::from);
    certificates(&path)
}

/// Where Debian and Ubuntu keep the certificates that the machine trusts.
const SYSTEM_ROOTS: &str = "/etc/ssl/certs/ca-certificates.crt";
