//! baresip as an agent's phone. It ignores the loopback interface, so each test has a network of its own.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    process::{Child, Command, Stdio},
    sync::mpsc,
};

use edge::Algorithm;
use serde_json::{Value, json};

use super::scene::{
    BOUND, CALLER_TONE, Scene, hears_music_alone, hears_phone, lines, read_recording, sounds, wait_for,
    write_tone,
};
use crate::{calls::agent_by, own_network::inside, phone::PASSWORD};

/// A baresip with the account of Alex. It ends when this is dropped.
struct Baresip {
    child: Child,
    control: TcpStream,
    lines: mpsc::Receiver<String>,
    folder: tempfile::TempDir,
}

impl Baresip {
    fn start(registrar: SocketAddr) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let place = path.display();
        write_tone(&path.join("says.wav"));
        let modules =
            ["g711", "aufile", "aubridge", "sndfile", "ctrl_tcp"].map(|name| format!("module {name}.so\n"));
        let config = format!(
            "poll_method epoll\nmodule_path /usr/lib/baresip/modules\n{}module_app account.so\nmodule_app menu.so\n\
             sip_listen 0.0.0.0:0\nctrl_tcp_listen {CONTROL}\nsnd_path {place}\naudio_player aubridge,nobody\n\
             audio_source aufile,{place}/says.wav\naudio_alert aubridge,nobody\nrtp_ports 10000-10100\n",
            modules.concat()
        );
        let account = format!(
            "<sip:alex@contoso.com>;auth_user=alex;auth_pass=\"{PASSWORD}\";outbound=\"sip:{registrar}\";regint=60;\
             answermode=manual;audio_codecs=PCMA,PCMU\n"
        );
        for (name, text) in [("config", &config), ("accounts", &account), ("contacts", &String::new())] {
            fs::write(path.join(name), text).unwrap();
        }
        let mut child = Command::new("baresip")
            .args(["-f", &place.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("baresip is missing; install it: apt-get install baresip-core");
        let lines = lines(&mut child);
        wait_for(&lines, &["baresip is ready"]);
        let control = TcpStream::connect(CONTROL).unwrap();
        control.set_read_timeout(Some(BOUND)).unwrap();
        Self { child, control, lines, folder }
    }

    /// Waits until it is registered.
    fn is_registered(&self) {
        assert!(self.has_registered(), "baresip gives up");
    }

    /// Waits until it is registered, or has given up.
    fn has_registered(&self) -> bool {
        wait_for(&self.lines, &["200 OK () [1 binding]", "Register: Function not implemented"]) == 0
    }

    fn order(&mut self, command: &str, parameters: &str) {
        let order = json!({"command": command, "params": parameters}).to_string();
        write!(self.control, "{}:{order},", order.len()).unwrap();
    }

    /// Waits for an event.
    fn is_told(&mut self, wanted: &str) -> Value {
        loop {
            let message = self.message();
            if message["event"] == true && message["type"] == wanted {
                return message;
            }
        }
    }

    /// The next message: its length, a colon, the text, a comma.
    fn message(&mut self) -> Value {
        let mut byte = [0];
        let mut length = 0;
        loop {
            if let Err(error) = self.control.read_exact(&mut byte) {
                let said: Vec<String> = self.lines.try_iter().collect();
                panic!("baresip tells nothing more ({error}): {}", said.join("\n"));
            }
            match byte[0] {
                b':' => break,
                digit => length = 10 * length + usize::from(digit - b'0'),
            }
        }
        let mut text = vec![0; length + 1];
        self.control.read_exact(&mut text).unwrap();
        serde_json::from_slice(&text[..length]).unwrap()
    }

    /// What the phone has heard in all calls that are over.
    fn heard(&self) -> Vec<i16> {
        let files = fs::read_dir(self.folder.path()).unwrap().map(|file| file.unwrap().path());
        let recordings = files.filter(|file| file.to_string_lossy().ends_with("-dec.wav"));
        recordings.flat_map(|file| read_recording(&file)).collect()
    }
}

impl Drop for Baresip {
    fn drop(&mut self) {
        // One that has ended already cannot be ended.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn an_agent_with_baresip_talks_holds_comes_back_and_is_hung_up() {
    inside("phones::baresip::an_agent_with_baresip_talks_holds_comes_back_and_is_hung_up", || {
        let scene = Scene::new(vec![Algorithm::Md5]);
        let mut phone = Baresip::start(scene.running.udp());
        phone.is_registered();
        let mut caller = scene.caller("pat");
        let call = phone.is_told("CALL_INCOMING");
        assert_eq!(call["peerdisplayname"], "Help Desk: pat");
        phone.order("accept", "");
        phone.is_told("CALL_ESTABLISHED");
        assert!(hears_phone(&caller));
        phone.order("hold", "");
        phone.is_told("CALL_REMOTE_SDP");
        assert!(hears_music_alone(&caller));
        phone.order("resume", "");
        phone.is_told("CALL_REMOTE_SDP");
        assert!(hears_phone(&caller));
        caller.hang_up();
        phone.is_told("CALL_CLOSED");
        assert!(sounds(&phone.heard(), CALLER_TONE), "the agent hears the caller");
        scene.running.comes_to_rest();
    });
}

#[test]
fn an_agent_with_baresip_hangs_up_and_declines_the_next_call() {
    inside("phones::baresip::an_agent_with_baresip_hangs_up_and_declines_the_next_call", || {
        let scene = Scene::new(vec![Algorithm::Md5]);
        let mut phone = Baresip::start(scene.running.udp());
        phone.is_registered();
        let caller = scene.caller("pat");
        phone.is_told("CALL_INCOMING");
        phone.order("accept", "");
        phone.is_told("CALL_ESTABLISHED");
        phone.order("hangup", "");
        caller.is_hung_up();
        let mut caller = scene.caller("chris");
        phone.is_told("CALL_INCOMING");
        let mut kim = agent_by(&scene.running, "kim", "MD5");
        phone.order("hangup", "");
        kim.take();
        assert!(caller.is_heard_by(&kim, 0x11));
        caller.hang_up();
        kim.is_hung_up();
        scene.running.comes_to_rest();
    });
}

#[test]
fn an_agent_with_baresip_signs_in_by_a_code() {
    inside("phones::baresip::an_agent_with_baresip_signs_in_by_a_code", || {
        let scene = Scene::new(vec![Algorithm::Md5]);
        let mut phone = Baresip::start(scene.running.udp());
        phone.is_registered();
        phone.order("dial", "sip:signin@contoso.com");
        phone.is_told("CALL_ESTABLISHED");
        phone.is_told("CALL_CLOSED");
        assert_eq!(scene.asked.try_iter().collect::<Vec<_>>(), [("sip:alex@contoso.com".to_owned(), true)]);
        scene.running.comes_to_rest();
    });
}

#[test]
fn baresip_which_knows_one_digest_registers_although_two_are_offered() {
    inside("phones::baresip::baresip_which_knows_one_digest_registers_although_two_are_offered", || {
        let scene = Scene::new(Algorithm::ALL.to_vec());
        let mut phone = Baresip::start(scene.running.udp());
        assert!(!phone.has_registered(), "two digests are one too many");
        // It would try again by itself in half a minute; what comes at once is no second attempt.
        for _ in 0..20 {
            drop(phone);
            phone = Baresip::start(scene.running.udp());
            if phone.has_registered() {
                break;
            }
        }
        phone.order("dial", "sip:signin@contoso.com");
        phone.is_told("CALL_ESTABLISHED");
    });
}

/// Where the phone takes orders. Nobody else is in its network.
const CONTROL: &str = "127.0.0.1:4444";
