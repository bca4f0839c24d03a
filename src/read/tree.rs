//! The placed tree: what JSON, YAML and TOML have in common, with the place of every node.

use super::lines::Spot;
use super::placed::Placed;
use crate::diagnostics::Message;
use crate::say;

/// How deep a tree may be: as deep as serde_json goes, so that both accept the same inputs. No bulletin needs a
/// tenth of it, and the walks over the tree are recursive.
pub const MAX_DEPTH: usize = 127;

/// A value and where it begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it begins.
    pub at: Spot,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A number as it was written.
    Number(String),
    /// A string.
    String(Placed),
    /// A list.
    List(Vec<Node>),
    /// Fields, in the order in which they were written; a name may stand twice.
    Map(Vec<(Key, Node)>),
}

/// A field's name and where it begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The name.
    pub name: String,
    /// Where it begins.
    pub at: Spot,
}

impl Node {
    /// What the value is, in a user's words.
    pub fn kind(&self) -> Message {
        match self.value {
            Value::Null => say!("nothing"),
            Value::Bool(_) => say!("true or false"),
            Value::Number(_) => say!("a number"),
            Value::String(_) => say!("text"),
            Value::List(_) => say!("a list"),
            Value::Map(_) => say!("a group of fields"),
        }
    }

    /// Whether it is a group with a field of that name.
    pub fn has(&self, name: &str) -> bool {
        matches!(&self.value, Value::Map(fields) if fields.iter().any(|(key, _)| key.name == name))
    }
}
