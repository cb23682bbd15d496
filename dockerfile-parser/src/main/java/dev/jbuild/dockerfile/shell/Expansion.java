package dev.jbuild.dockerfile.shell;

import java.util.List;
import java.util.Set;

/// A word after expansion.
///
/// @param text the whole result as one text
/// @param words the result split at white space that was neither quoted nor escaped
/// @param used names of variables that were looked up and are set, in order of use
/// @param unset names of variables that were looked up and are not set, in order of use
/// @param patternSteps how much work its patterns were, for those who bound the work on many words
public record Expansion(
    String text, List<String> words, Set<String> used, Set<String> unset, long patternSteps) {}
