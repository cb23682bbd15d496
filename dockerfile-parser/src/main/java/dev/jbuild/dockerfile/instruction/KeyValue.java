package dev.jbuild.dockerfile.instruction;

/// A name and a value of ENV or LABEL.
///
/// @param old whether it was written as `name value`, without `=`
public record KeyValue(String name, String value, boolean old) {}
