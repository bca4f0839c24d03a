//! What a misspelt name was meant to be.

/// The name among `known` that is nearest to `name`, if it is near enough to be meant.
pub fn nearest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    // One slip in a short name, two in a middling one, three in a long one.
    let bound = 1 + name.chars().count() / 5;
    let distances = known.iter().map(|k| (strsim::damerau_levenshtein(&name.to_lowercase(), &k.to_lowercase()), *k));
    distances.filter(|(distance, _)| *distance <= bound.min(3)).min().map(|(_, known)| known)
}
