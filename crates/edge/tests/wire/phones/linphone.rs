//! linphonec as an agent's phone.

use std::{
    fs,
    io::Write as _,
    net::SocketAddr,
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc,
};

use edge::Algorithm;

use super::scene::{
    CALLER_TONE, Scene, hears_music_alone, hears_phone, lines, read_recording, sounds, wait_for, write_tone,
};
use crate::{calls::agent, own_network::inside, party::Party, phone::PASSWORD};

/// A linphonec with the account of Alex. It ends when this is dropped.
struct Linphone {
    child: Child,
    orders: ChildStdin,
    lines: mpsc::Receiver<String>,
    folder: tempfile::TempDir,
}

impl Linphone {
    fn start(registrar: SocketAddr) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        fs::create_dir_all(path.join(".local/share/linphone")).unwrap();
        write_tone(&path.join("says.wav"));
        let account = format!(
            "[sip]\nsip_port=5088\nsip_tcp_port=5088\ndefault_proxy=0\nregister_only_when_network_is_up=0\n\
             [rtp]\naudio_rtp_port=17078\n[sound]\nechocancellation=0\n\
             [proxy_0]\nreg_proxy=<sip:{registrar}>\nreg_route=<sip:{registrar};lr>\nreg_identity=sip:alex@contoso.com\nreg_expires=600\n\
             reg_sendregister=1\npublish=0\n\
             [auth_info_0]\nusername=alex\npasswd={PASSWORD}\nrealm=contoso.com\ndomain=contoso.com\n"
        );
        fs::write(path.join("account"), account).unwrap();
        let mut child = Command::new("linphonec")
            .args(["-c", &path.join("account").to_string_lossy()])
            .env("HOME", path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("linphonec is missing; install it: apt-get install linphone-cli");
        let lines = lines(&mut child);
        let mut phone = Self { orders: child.stdin.take().unwrap(), child, lines, folder };
        phone.order("soundcard use files");
        phone.says("Using wav files");
        phone
    }

    fn order(&mut self, command: &str) {
        writeln!(self.orders, "{command}").unwrap();
    }

    /// Waits for a line with these words.
    fn says(&self, words: &str) {
        wait_for(&self.lines, &[words]);
    }

    /// Takes the call that rings, and talks.
    fn answers(&mut self) {
        self.says("Receiving new incoming call from \"Help Desk: pat\"");
        self.order("answer");
        self.says("Media streams established");
        let folder = self.folder.path().display().to_string();
        self.order(&format!("record {folder}/heard.wav"));
        self.order(&format!("play {folder}/says.wav"));
    }
}

impl Linphone {
    /// Plays until the caller hears it: what is ordered before the streams of a call that was paused run again is lost,
    /// and no line says when they do.
    fn is_heard_again_by(&mut self, caller: &Party) -> bool {
        let play = format!("play {}/says.wav", self.folder.path().display());
        (0..5).any(|_| {
            self.order(&play);
            hears_phone(caller)
        })
    }
}

impl Drop for Linphone {
    fn drop(&mut self) {
        // One that has ended already cannot be ended.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn an_agent_with_linphone_talks_holds_comes_back_and_is_hung_up() {
    inside("phones::linphone::an_agent_with_linphone_talks_holds_comes_back_and_is_hung_up", || {
        let scene = Scene::new(Algorithm::ALL.to_vec());
        let mut phone = Linphone::start(scene.running.udp());
        scene.running.reaches("sip:alex@contoso.com");
        let mut caller = scene.caller("pat");
        phone.answers();
        assert!(hears_phone(&caller));
        phone.order("pause");
        phone.says("is now paused");
        assert!(hears_music_alone(&caller));
        let heard = read_recording(&phone.folder.path().join("heard.wav"));
        assert!(sounds(&heard, CALLER_TONE), "the agent hears the caller");
        phone.order("resume");
        phone.says("Media streams established");
        assert!(phone.is_heard_again_by(&caller));
        caller.hang_up();
        phone.says("ended (No error)");
        scene.running.comes_to_rest();
    });
}

#[test]
fn an_agent_with_linphone_hangs_up_and_declines_the_next_call() {
    inside("phones::linphone::an_agent_with_linphone_hangs_up_and_declines_the_next_call", || {
        let scene = Scene::new(Algorithm::ALL.to_vec());
        let mut phone = Linphone::start(scene.running.udp());
        scene.running.reaches("sip:alex@contoso.com");
        let caller = scene.caller("pat");
        phone.answers();
        phone.order("terminate");
        caller.is_hung_up();
        let mut caller = scene.caller("chris");
        phone.says("Receiving new incoming call");
        let mut kim = agent(&scene.running, "kim");
        phone.order("terminate");
        kim.take();
        assert!(caller.is_heard_by(&kim, 0x11));
        caller.hang_up();
        kim.is_hung_up();
        scene.running.comes_to_rest();
    });
}

#[test]
fn an_agent_with_linphone_signs_in_by_a_code() {
    inside("phones::linphone::an_agent_with_linphone_signs_in_by_a_code", || {
        let scene = Scene::new(Algorithm::ALL.to_vec());
        let mut phone = Linphone::start(scene.running.udp());
        scene.running.reaches("sip:alex@contoso.com");
        phone.order("call sip:signin@contoso.com");
        phone.says("ended (No error)");
        assert_eq!(scene.asked.try_iter().collect::<Vec<_>>(), [("sip:alex@contoso.com".to_owned(), true)]);
        scene.running.comes_to_rest();
    });
}
