//! Commands: how a cmdlet is declared, bound to its parameters, and run.
//!
//! When adding a built-in cmdlet: a [`Declaration`] and a type with [`Cmdlet`] in a file of `builtin`, and a
//! line in `builtin::register`. Binding, help and completion follow from the declaration.

pub mod binding;
pub(crate) mod calculated;
pub(crate) mod call;
pub mod common_parameters;
mod declaration;
pub mod signature;

pub use binding::{Bound, Given};
pub(crate) use binding::{allows, name_of_argument, transformation, unbound};
pub use call::Call;
pub use common_parameters::{Common, Preference};
pub use declaration::{Declaration, Declared, Example, Piped};
pub use signature::{Check, Membership, Parameter, Signature};

use std::cell::OnceCell;
use std::fmt;
use std::rc::Rc;

use crate::flow::Flow;
use crate::session::product_types::Types;

/// One running command of a pipeline.
pub trait Cmdlet {
    /// Runs before the first input.
    fn begin(&mut self, _call: &mut Call<'_>) -> Flow {
        Ok(())
    }

    /// Runs for each input, or once where nothing is piped in.
    fn process(&mut self, call: &mut Call<'_>) -> Flow;

    /// Runs after the last input.
    fn end(&mut self, _call: &mut Call<'_>) -> Flow {
        Ok(())
    }

    /// Runs last, also where an error or the user ended the pipeline: what is open is closed.
    fn close(&mut self, _call: &mut Call<'_>) -> Flow {
        Ok(())
    }
}

/// Whether a cmdlet is one of the product: its noun begins with `Cs` and another word, unlike that of Export-Csv.
pub fn is_product(name: &str) -> bool {
    let noun = name.split_once('-').and_then(|(_, noun)| noun.strip_prefix("Cs"));
    noun.is_some_and(|rest| rest.starts_with(char::is_uppercase))
}

/// Makes a cmdlet that is about to run.
pub type Start = Rc<dyn Fn() -> Box<dyn Cmdlet>>;

/// A cmdlet that a session knows.
pub struct Registered {
    /// What it is.
    pub declaration: &'static Declaration,
    /// Makes it.
    pub start: Start,
    signature: OnceCell<Rc<Signature>>,
}

impl Registered {
    /// A cmdlet with what makes it.
    pub fn new(declaration: &'static Declaration, start: Start) -> Self {
        Self { declaration, start, signature: OnceCell::new() }
    }

    /// Its parameters as binding sees them, made at their first use.
    pub fn signature(&self, types: &Types) -> Rc<Signature> {
        Rc::clone(self.signature.get_or_init(|| Rc::new(Signature::declared(self.declaration, types))))
    }
}

impl fmt::Debug for Registered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Registered({})", self.declaration.name)
    }
}
