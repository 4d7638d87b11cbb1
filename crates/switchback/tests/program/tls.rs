//! TLS: a pool proves who it is, and clients believe whom they are told to.

use std::fs;

use crate::fixtures::{PoolFolder, certificate, failure, set_mode, success};

/// A pool with a certificate that signs itself.
fn folder() -> PoolFolder {
    let pair = certificate();
    let folder =
        PoolFolder::new("primary.contoso.com", "[tls]\ncertificate = \"pool.pem\"\nkey = \"pool.key\"\n");
    fs::write(folder.path("pool.pem"), pair.certificate).unwrap();
    fs::write(folder.path("pool.key"), pair.key).unwrap();
    set_mode(&folder.path("pool.key"), 0o600);
    folder
}

#[test]
fn a_pool_with_a_certificate_speaks_tls_alone() {
    let folder = folder();
    let running = folder.start(&["--token-file", "administrator.token"]);
    assert!(running.url().starts_with("https://127.0.0.1:"));
    let list = |more: &[&str]| {
        let given = ["token", "list", "--config", "pool.toml", "--token-file", "administrator.token"];
        folder.run(&[&given, more].concat())
    };
    let listed = success(&list(&["--ca", "pool.pem", "--url", &running.url()]));
    assert!(listed.contains("sip:administrator@primary.contoso.com"), "{listed}");
    let plain = running.url().replace("https:", "http:");
    assert_ne!(list(&["--url", &plain]).status.code(), Some(0));
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_not_believed() {
    let folder = folder();
    let running = folder.start(&["--token-file", "administrator.token"]);
    fs::write(folder.path("other.pem"), certificate().certificate).unwrap();
    let refused = failure(
        &folder.run(&[
            "export",
            "--url",
            &running.url(),
            "--ca",
            "other.pem",
            "--token-file",
            "administrator.token",
            "--file",
            "a.zip",
        ]),
        1,
    );
    assert!(refused.contains("cannot be reached") && refused.contains("certificate"), "{refused}");
    assert!(!folder.path("a.zip").exists());
}

#[test]
fn a_file_of_certificates_that_holds_none_is_refused() {
    let folder = folder();
    let running = folder.start(&["--token-file", "administrator.token"]);
    fs::write(folder.path("none.pem"), "none").unwrap();
    let arguments = [
        "export",
        "--url",
        &running.url(),
        "--token-file",
        "administrator.token",
        "--file",
        "a.zip",
        "--ca",
        "none.pem",
    ];
    let refused = failure(&folder.run(&arguments), 1);
    insta::assert_snapshot!(refused, @"switchback: --ca: none.pem holds no certificate; it must be a PEM file with BEGIN CERTIFICATE");
}
