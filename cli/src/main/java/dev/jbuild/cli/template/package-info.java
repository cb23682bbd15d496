/// Templates as docker's users write them for `--format`: Go's text/template with docker's
/// functions, over trees of JSON values.
///
/// Start with [dev.jbuild.cli.template.Template]. A template is parsed into a tree of
/// [dev.jbuild.cli.template.Node]s and evaluated with bounds on depth, work and output. Definitions
/// of sub-templates (`define`, `template`, `block`) are refused. Loaded by `--format` only. Knows
/// nothing of images or containers.
@NullMarked
package dev.jbuild.cli.template;

import org.jspecify.annotations.NullMarked;
