//! A network that a test has for itself, with an interface beside the loopback: some phones ignore that.

use std::{env, net::Ipv4Addr, process::Command};

/// The address of the interface, and of everything that a test runs there.
pub(crate) const HERE: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);

/// Runs the test of this name in a network of its own: the test program calls itself there for this one test.
pub(crate) fn inside(name: &str, test: impl FnOnce()) {
    if env::var_os(MARK).is_some() {
        make_interface();
        return test();
    }
    let program = env::current_exe().unwrap();
    let output = Command::new("unshare")
        .args(["--map-root-user", "--net", "--kill-child", "--fork"])
        .arg(program)
        .args(["--exact", name, "--nocapture"])
        .env(MARK, "1")
        .output()
        .expect("unshare is missing; install it: apt-get install util-linux");
    let told = [&output.stdout[..], &output.stderr[..]].map(String::from_utf8_lossy).concat();
    assert!(
        output.status.success() && told.contains("1 passed"),
        "in a network of its own (which takes root, or user namespaces that this system allows):\n{told}"
    );
}

fn make_interface() {
    let here = format!("{HERE}/24");
    for arguments in [
        "link set lo up",
        "link add phones0 type veth peer name phones1",
        &format!("addr add {here} dev phones0"),
        "link set phones0 up",
        "link set phones1 up",
    ] {
        let path = format!("{}:/usr/sbin:/sbin", env::var("PATH").unwrap_or_default());
        let made = Command::new("ip").env("PATH", path).args(arguments.split(' ')).status();
        let made = made.expect("ip is missing; install it: apt-get install iproute2");
        assert!(made.success(), "ip {arguments} failed; this system lets no test make an interface");
    }
}

/// Says that the test runs in its own network already.
const MARK: &str = "SWITCHBACK_TEST_OWN_NETWORK";
