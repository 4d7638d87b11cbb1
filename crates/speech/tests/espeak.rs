//! The real espeak-ng in every language. Package: espeak-ng.
#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

use domain::Language;
use speech::espeak::{Espeak, Unspoken};
use speech::program::ProgramError;

/// "Thank you for your call. Please wait." in every language.
const SENTENCES: [(&str, &str); 26] = [
    ("ca-ES", "Gràcies per la seva trucada. Esperi, si us plau."),
    ("da-DK", "Tak for dit opkald. Vent venligst."),
    ("de-DE", "Vielen Dank für Ihren Anruf. Bitte warten Sie."),
    ("en-AU", "Thank you for your call. Please wait."),
    ("en-CA", "Thank you for your call. Please wait."),
    ("en-GB", "Thank you for your call. Please wait."),
    ("en-IN", "Thank you for your call. Please wait."),
    ("en-US", "Thank you for your call. Please wait."),
    ("es-ES", "Gracias por su llamada. Espere, por favor."),
    ("es-MX", "Gracias por su llamada. Espere, por favor."),
    ("fi-FI", "Kiitos soitostanne. Odottakaa hetki."),
    ("fr-CA", "Merci de votre appel. Veuillez patienter."),
    ("fr-FR", "Merci de votre appel. Veuillez patienter."),
    ("it-IT", "Grazie per la sua chiamata. Attenda, per favore."),
    ("ja-JP", "お電話ありがとうございます。少々お待ちください。"),
    ("ko-KR", "전화해 주셔서 감사합니다. 잠시만 기다려 주십시오."),
    ("nb-NO", "Takk for at du ringer. Vennligst vent."),
    ("nl-NL", "Dank u voor uw telefoontje. Een ogenblik geduld."),
    ("pl-PL", "Dziękujemy za telefon. Proszę czekać."),
    ("pt-BR", "Obrigado pela sua ligação. Aguarde, por favor."),
    ("pt-PT", "Obrigado pela sua chamada. Aguarde, por favor."),
    ("ru-RU", "Спасибо за ваш звонок. Пожалуйста, подождите."),
    ("sv-SE", "Tack för ditt samtal. Var god vänta."),
    ("zh-CN", "感谢您的来电。请稍候。"),
    ("zh-HK", "多謝您的來電。請稍候。"),
    ("zh-TW", "感謝您的來電。請稍候。"),
];

fn language(code: &str) -> Language {
    Language::new(code).unwrap()
}

#[test]
fn every_language_speaks_a_sentence() {
    assert_eq!(SENTENCES.map(|(code, _)| language(code)).to_vec(), Language::all().collect::<Vec<_>>());
    for (code, text) in SENTENCES {
        let samples = Espeak::default().speak(text, language(code)).unwrap();
        let heard = samples.iter().filter(|sample| sample.unsigned_abs() > 300).count();
        assert!(samples.len() > 8_000 && samples.len() < 64_000, "{code}: {} samples", samples.len());
        assert!(heard > 4_000, "{code}: {heard} samples can be heard");
    }
}

#[test]
fn the_same_text_gives_the_same_sound() {
    let speak = || Espeak::default().speak("Thank you for your call.", language("en-US")).unwrap();
    assert_eq!(speak(), speak());
}

#[test]
fn the_longest_text_is_spoken_and_a_longer_one_is_refused() {
    let text = "Please wait. ".repeat(316)[..4_096].to_owned();
    let samples = Espeak::default().speak(&text, language("en-US")).unwrap();
    assert!(samples.len() > 200 * 8_000, "{} seconds", samples.len() / 8_000);
    let error = Espeak::default().speak(&format!("{text}."), language("en-US")).unwrap_err();
    assert!(matches!(error, Unspoken::TooLong(4_097)), "{error}");
}

#[test]
fn what_makes_no_sound_is_an_error() {
    for text in ["", " \r\n", "...", "- -"] {
        let error = Espeak::default().speak(text, language("de-DE")).unwrap_err();
        assert!(matches!(error, Unspoken::Silent { language: "de-DE" }), "{text:?}: {error}");
    }
}

#[test]
fn signs_that_mean_something_to_a_shell_or_to_espeak_are_only_text() {
    for text in ["-v de", "$(reboot) `id` ; &", "--help", "[[[[h@ hello", "1 < 2 & 3 > 2", "%s \\n \u{0}x"] {
        let samples = Espeak::default().speak(text, language("en-US")).unwrap();
        assert!(samples.len() > 2_000, "{text:?}");
    }
}

#[test]
fn its_version_is_known() {
    let version = Espeak::default().version().unwrap();
    assert!(version.starts_with("eSpeak NG text-to-speech: 1."), "{version}");
}

#[test]
fn where_it_is_missing_the_package_is_named() {
    let error = Espeak::at("/nowhere/espeak-ng").speak("Hello", language("en-US")).unwrap_err();
    assert!(matches!(error, Unspoken::Program(ProgramError::Missing { .. })));
    assert_eq!(
        error.to_string(),
        "/nowhere/espeak-ng is not installed on the pool: install the package espeak-ng"
    );
}
