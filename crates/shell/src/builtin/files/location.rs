//! Get-Location, Set-Location, Push-Location and Pop-Location.

use std::cell::RefCell;
use std::rc::Rc;

use super::resolving::info;
use super::target::{Target, path_not_found, refusal};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::host::HostError;
use crate::session::Session;
use crate::value::Value;

/// The folders that Push-Location left, shared by the two cmdlets of a session.
type Left = Rc<RefCell<Vec<String>>>;

pub(super) fn register(session: &mut Session) {
    let left = Left::default();
    let shared = Rc::clone(&left);
    session.register(&GET_LOCATION, Rc::new(|| Box::new(GetLocation)));
    session.register(&SET_LOCATION, Rc::new(|| Box::new(SetLocation { left: None })));
    session.register(&PUSH_LOCATION, Rc::new(move || Box::new(SetLocation { left: Some(Rc::clone(&left)) })));
    session.register(&POP_LOCATION, Rc::new(move || Box::new(PopLocation { left: Rc::clone(&shared) })));
}

const PATH: Declared = Declared::new("Path", "string", "The folder.").at(0).from_pipeline().from_property();
const LITERAL_PATH: Declared =
    Declared::new("LiteralPath", "string", "The folder, its signs taken as they are.")
        .from_property()
        .aliases(&["PSPath"]);
const PASS_THRU: Declared = Declared::switch("PassThru", "The folder comes out.");

const GET_LOCATION: Declaration = Declaration {
    name: "Get-Location",
    aliases: &["pwd", "gl"],
    synopsis: "Gives the current folder.",
    description: "Relative paths start from it.",
    parameters: &[],
    default_set: "",
    should_process: false,
    input: "None.",
    output: "An object with the property Path.",
    examples: &[Example { code: "(Get-Location).Path", about: "Gives the current folder as text." }],
};

const SET_LOCATION: Declaration = Declaration {
    name: "Set-Location",
    aliases: &["cd", "sl", "chdir"],
    synopsis: "Goes to another folder.",
    description: "Relative paths start from it then.",
    parameters: &[PATH, LITERAL_PATH, PASS_THRU],
    default_set: "",
    should_process: false,
    input: "A path.",
    output: "None, or the folder with -PassThru.",
    examples: &[Example {
        code: "Set-Location C:\\Reports\nGet-ChildItem",
        about: "Goes to a folder and lists it.",
    }],
};

const PUSH_LOCATION: Declaration = Declaration {
    name: "Push-Location",
    aliases: &["pushd"],
    synopsis: "Goes to another folder and remembers this one.",
    description: "Pop-Location comes back.",
    parameters: &[PATH, LITERAL_PATH, PASS_THRU],
    default_set: "",
    should_process: false,
    input: "A path.",
    output: "None, or the folder with -PassThru.",
    examples: &[Example {
        code: "Push-Location C:\\Reports\nPop-Location",
        about: "Works in a folder and comes back.",
    }],
};

const POP_LOCATION: Declaration = Declaration {
    name: "Pop-Location",
    aliases: &["popd"],
    synopsis: "Comes back to the folder that Push-Location left last.",
    description: "Where none was left, nothing happens.",
    parameters: &[PASS_THRU],
    default_set: "",
    should_process: false,
    input: "None.",
    output: "None, or the folder with -PassThru.",
    examples: &[Example {
        code: "Push-Location C:\\Reports\nPop-Location -PassThru",
        about: "Comes back and shows where.",
    }],
};

struct GetLocation;

impl Cmdlet for GetLocation {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let folder = call.host().current_folder();
        call.write(info(&folder))
    }
}

struct SetLocation {
    left: Option<Left>,
}

impl Cmdlet for SetLocation {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let before = call.host().current_folder();
        if let Some(target) = Target::all(call)?.into_iter().next() {
            let path = match folder(&target, call) {
                Ok(path) => path,
                Err(fault) => return Err(call.fail(fault)),
            };
            enter(&path, call)?;
        }
        if let Some(left) = &self.left {
            left.borrow_mut().push(before);
        }
        pass(call)
    }
}

/// The folder that a path means: the only one that fits.
fn folder(target: &Target, call: &Call<'_>) -> Result<String, Box<crate::value::Fault>> {
    let whole = target.whole(call.host());
    // A path such as `C:` means the folder where the drive was left, which the host knows.
    if !target.is_pattern() {
        let entry = call.host().entry(&target.path).map_err(|error| refusal(&error, "SetLocation"))?;
        return match entry {
            Some(entry) if entry.is_folder => Ok(target.path.to_string()),
            _ => Err(path_not_found(&whole)),
        };
    }
    let found = target.find(call.host())?;
    let only = found.into_iter().find(|entry| entry.is_folder);
    only.map(|entry| entry.path).ok_or_else(|| path_not_found(&whole))
}

fn enter(path: &str, call: &Call<'_>) -> Flow {
    call.host().enter_folder(path).map_err(|error| {
        call.fail(match error {
            HostError::NotFound { path } => path_not_found(&path),
            other => refusal(&other, "SetLocation"),
        })
    })
}

fn pass(call: &mut Call<'_>) -> Flow {
    if !call.switch("PassThru") {
        return Ok(());
    }
    let folder: Value = info(&call.host().current_folder());
    call.write(folder)
}

struct PopLocation {
    left: Left,
}

impl Cmdlet for PopLocation {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let last = self.left.borrow_mut().pop();
        if let Some(path) = last {
            enter(&path, call)?;
        }
        pass(call)
    }
}
