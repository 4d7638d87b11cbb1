//! Members that Add-Member gave an object and that run a block: `$this` is the object.

use std::rc::Rc;

use crate::flow::{Flow, gathered};
use crate::session::scope::Scope;
use crate::session::{Context, Session};
use crate::value::{Object, Property, Role, ScriptBlock, Value};

impl Session {
    /// The value of a property that a block makes; none where the object has no such property.
    pub(super) fn computed(&mut self, holder: &Value, name: &str) -> Option<Flow<Value>> {
        let Value::Object(object) = holder else { return None };
        let block = object.block(name, Role::Computed)?;
        Some(self.run_added(object, &block, Vec::new()).map(|values| gathered(values).unwrap_or_default()))
    }

    /// Calls a method that is a block; none where the object has no such method.
    pub(super) fn call_added(
        &mut self,
        holder: &Value,
        name: &str,
        arguments: &[Value],
    ) -> Option<Flow<Option<Vec<Value>>>> {
        let Value::Object(object) = holder else { return None };
        let block = object.block(name, Role::Method)?;
        Some(self.run_added(object, &block, arguments.to_vec()).map(Some))
    }

    /// An object whose properties all hold their values: a copy where a block makes one of them.
    pub(crate) fn settled(&mut self, value: Value) -> Flow<Value> {
        let Value::Object(object) = &value else { return Ok(value) };
        if !object.properties().iter().any(|property| property.role == Role::Computed) {
            return Ok(value);
        }
        let properties: Vec<Property> = object.properties().clone();
        let settled = object.copy();
        for property in properties.iter().filter(|property| property.role == Role::Computed) {
            let Value::ScriptBlock(block) = &property.value else { continue };
            let made = self.calculated(|session| session.run_added(object, block, Vec::new()))?;
            settled.add(Property::new(std::sync::Arc::clone(&property.name), made));
        }
        Ok(Value::Object(settled))
    }

    /// What a block yields for an object, nothing where it fails: the other properties are worth more than the
    /// error.
    pub(crate) fn calculate(&mut self, block: &ScriptBlock, object: &Value) -> Flow<Value> {
        self.calculated(|session| session.run_block_values(block, object.clone()))
    }

    fn calculated(&mut self, run: impl FnOnce(&mut Self) -> Flow<Vec<Value>>) -> Flow<Value> {
        self.trying += 1;
        let result = run(self);
        self.trying -= 1;
        match result.map_err(|interrupt| *interrupt) {
            Ok(values) => Ok(gathered(values).unwrap_or_default()),
            Err(crate::flow::Interrupt::Error { .. }) => Ok(Value::Null),
            Err(other) => Err(Box::new(other)),
        }
    }

    fn run_added(&mut self, object: &Object, block: &ScriptBlock, arguments: Vec<Value>) -> Flow<Vec<Value>> {
        let scope = Scope::within(&self.context().scope, false);
        scope.set("this", Value::Object(object.clone()));
        let context =
            Context { scope, frame: Rc::clone(&self.context().frame), code: Rc::clone(&self.context().code) };
        self.within(context, |session| session.call_block_values(block, arguments))
    }
}
