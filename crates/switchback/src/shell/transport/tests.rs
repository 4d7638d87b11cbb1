use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt as _,
    rc::Rc,
    sync::mpsc,
    thread,
};

use cmdlets::{Answer, Method, Request, Transport as _, TransportError};
use domain::PoolFqdn;

use super::HttpTransport;
use crate::shell::{config::ShellFile, host::OsHost, interrupts::Interrupts};

/// The files of a shell that knows one pool.
struct Files {
    folder: tempfile::TempDir,
    interrupts: Interrupts,
}

fn pool() -> PoolFqdn {
    PoolFqdn::new("a.contoso.com").unwrap()
}

impl Files {
    fn new(address: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let topology = format!("[[pool]]\nfqdn = \"a.contoso.com\"\napi = \"http://{address}\"\n");
        fs::write(folder.path().join("topology.toml"), topology).unwrap();
        fs::write(folder.path().join("token"), "secret-token\n").unwrap();
        let files = Self { folder, interrupts: Interrupts::deaf() };
        files.token_mode(0o600);
        files
    }

    fn token_mode(&self, mode: u32) {
        fs::set_permissions(self.folder.path().join("token"), fs::Permissions::from_mode(mode)).unwrap();
    }

    fn transport(&self, text: &str) -> HttpTransport {
        let path = self.folder.path().join("shell.toml");
        fs::write(&path, text).unwrap();
        let file = ShellFile::find(Some(&path)).unwrap();
        HttpTransport::new(file, Rc::new(OsHost::new(self.interrupts.clone(), &[])))
    }

    fn whole(&self) -> HttpTransport {
        self.transport("topology = \"topology.toml\"\ntoken_file = \"token\"\n")
    }

    /// What an error says, without the folder of this test.
    fn told<T: std::fmt::Debug>(&self, result: Result<T, TransportError>) -> String {
        result.unwrap_err().to_string().replace(self.folder.path().to_str().unwrap(), "FOLDER")
    }
}

fn get(transport: &HttpTransport) -> Result<Answer, TransportError> {
    transport.send(&pool(), &Request::new(Method::Get, "/api/v1/queues"), &mut |_| {})
}

/// A server that answers one request after the other as `answer` says, and tells what it was sent.
fn server(answer: impl Fn(&str) -> String + Send + 'static) -> (String, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let mut reader = BufReader::new(stream);
            while let Some(request) = read_request(&mut reader) {
                let answer = answer(&request);
                if tell.send(request).is_err() || reader.get_mut().write_all(answer.as_bytes()).is_err() {
                    return;
                }
            }
        }
    });
    (address, told)
}

fn read_request(reader: &mut BufReader<TcpStream>) -> Option<String> {
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let before = head.len();
        reader.read_line(&mut head).ok().filter(|read| *read > 0)?;
        let line = head[before..].trim().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(head + &String::from_utf8_lossy(&body))
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n{headers}\r\n{body}", body.len())
}

#[test]
fn a_request_carries_its_token_and_tag_and_the_answer_its_own() {
    let (address, told) =
        server(|_| answer("200 OK", "etag: \"7\"\r\ncontent-type: application/json\r\n", "[1]"));
    let files = Files::new(&address);
    let transport = files.whole();
    let request =
        Request::new(Method::Put, "/api/v1/queues/x?whatIf=true").json(&serde_json::json!({"Name": "é"}));
    let answer = transport.send(&pool(), &request.if_match("\"6\""), &mut |_| {}).unwrap();
    assert_eq!(
        (answer.status, answer.etag.as_deref(), answer.body.as_slice()),
        (200, Some("\"7\""), &b"[1]"[..])
    );
    let request = told.recv().unwrap();
    assert!(request.starts_with("PUT /api/v1/queues/x?whatIf=true HTTP/1.1\r\n"), "{request}");
    let lower = request.to_ascii_lowercase();
    for line in [
        "authorization: bearer secret-token",
        "if-match: \"6\"",
        "content-type: application/json",
        "content-length: 13",
    ] {
        assert!(lower.contains(&format!("{line}\r\n")), "{line}: {request}");
    }
    assert!(request.ends_with("{\"Name\":\"é\"}"), "{request}");
    assert!(!lower.contains("transfer-encoding"), "{request}");
}

#[test]
fn one_connection_serves_many_requests() {
    let (address, told) = server(|_| answer("200 OK", "", "x"));
    let files = Files::new(&address);
    let transport = files.whole();
    for _ in 0..3 {
        assert_eq!(get(&transport).unwrap().body, b"x");
    }
    assert_eq!(told.try_iter().count(), 3);
}

#[test]
fn a_long_body_tells_how_far_it_is_in_both_directions() {
    let long = "x".repeat(1 << 20);
    let (address, _told) = server(move |_| answer("200 OK", "content-type: application/zip\r\n", &long));
    let files = Files::new(&address);
    let transport = files.whole();
    let mut told = Vec::new();
    let request = Request::new(Method::Post, "/import").bytes("application/zip", vec![b'y'; 600 << 10]);
    let answer = transport.send(&pool(), &request, &mut |transferred| told.push(transferred)).unwrap();
    assert_eq!(answer.body.len(), 1 << 20);
    assert_eq!(told.iter().map(|told| told.of).collect::<Vec<_>>()[..2], [Some(600 << 10), Some(600 << 10)]);
    assert_eq!(told.last().map(|told| (told.bytes, told.of)), Some((1 << 20, Some(1 << 20))));
}

#[test]
fn a_request_is_given_up_when_the_user_wants_to_stop() {
    let (address, told) = server(|_| String::new());
    let files = Files::new(&address);
    let transport = files.whole();
    let interrupts = files.interrupts.clone();
    let wishing = thread::spawn(move || {
        told.recv().unwrap();
        interrupts.wish();
    });
    assert_eq!(get(&transport).unwrap_err(), TransportError::Cancelled);
    wishing.join().unwrap();
}

#[test]
fn a_refusal_is_told_in_the_words_of_the_pool() {
    let body = r#"{"type":"urn:switchback:problem:in-use","title":"t","detail":"the queue is in use"}"#;
    let (address, _told) =
        server(move |_| answer("409 Conflict", "content-type: application/problem+json\r\n", body));
    let files = Files::new(&address);
    assert_eq!(files.told(get(&files.whole())), "the queue is in use");
}

#[test]
fn what_is_missing_is_said_with_what_to_write_where() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let files = Files::new(&closed);
    let told = |text: &str| files.told(get(&files.transport(text)));
    let whole = "topology = \"topology.toml\"\ntoken_file = \"token\"\n";
    assert_eq!(
        told(""),
        "no pools are known here; write topology = \"topology.toml\", the file that lists them, in FOLDER/shell.toml"
    );
    assert_eq!(
        told(whole).replace(&closed, "ADDRESS"),
        "the pool a.contoso.com cannot be reached: nothing listens at http://ADDRESS"
    );
    files.token_mode(0o644);
    assert_eq!(
        told(whole),
        "there is no token for the pool a.contoso.com: FOLDER/token can be read by everybody on this machine; \
         run chmod 600 FOLDER/token"
    );
    fs::write(files.folder.path().join("topology.toml"), "[[pool]]\nfqdn = \"a.contoso.com\"\n").unwrap();
    assert_eq!(
        told(whole),
        "the configuration has 1 error\nFOLDER/topology.toml:1: \"pool.api\" is missing; \
         write api = \"https://pool.contoso.com:5801\""
    );
}

#[test]
fn a_token_for_a_pool_that_nobody_lists_is_a_mistake() {
    let files = Files::new("127.0.0.1:1");
    let transport = files.transport(
        "topology = \"topology.toml\"\n[[pool]]\nfqdn = \"b.contoso.com\"\ntoken_file = \"token\"\n",
    );
    assert_eq!(
        files.told(transport.topology()),
        "FOLDER/shell.toml has tokens for b.contoso.com, which FOLDER/topology.toml does not list"
    );
    let other = PoolFqdn::new("b.contoso.com").unwrap();
    let transport = files.whole();
    let sent = transport.send(&other, &Request::new(Method::Get, "/"), &mut |_| {});
    assert_eq!(files.told(sent), "the topology lists no pool b.contoso.com");
}
