//! What the formatting commands yield.

use std::rc::Rc;

use super::reading::Sight;
use super::shaper::{Request, Shaper};
use super::view::Views;
use crate::setting::Setting;
use crate::value::{ScriptBlock, Value};

/// Makes directives of values: a [`super::Formatter`] prints them where they end up, be it at once, in a file,
/// or later from a variable.
pub struct Directives {
    shaper: Shaper,
    limit: Option<usize>,
}

impl Directives {
    /// Directives for what was asked for. `limit` is `$FormatEnumerationLimit`, none for all elements.
    pub fn new(views: Rc<Views>, request: Request, limit: Option<usize>) -> Self {
        Self { shaper: Shaper::new(views, request), limit }
    }

    /// The directives for a value. `run` gives what a block of the request yields for an object.
    pub fn put<E>(
        &mut self,
        value: &Value,
        setting: &Setting,
        run: &mut dyn FnMut(&ScriptBlock, &Value) -> Result<Value, E>,
    ) -> Result<Vec<Value>, E> {
        let mut packets = Vec::new();
        let sight = Sight { setting, limit: self.limit };
        self.shaper.put(value, sight, run, &mut packets)?;
        Ok(packets.into_iter().map(super::packet::Packet::into_value).collect())
    }

    /// The directives that end the table or list.
    pub fn finish(&mut self) -> Vec<Value> {
        let mut packets = Vec::new();
        self.shaper.close(&mut packets);
        packets.into_iter().map(super::packet::Packet::into_value).collect()
    }
}
