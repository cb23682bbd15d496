/// The calls of `jbuild build` that build nothing: `--call=check`, `outline` and `targets`, with
/// buildx's texts and BuildKit's JSON.
///
/// [dev.jbuild.cli.call.Call] is what the user asked for; [dev.jbuild.cli.call.Calls] answers it.
@NullMarked
package dev.jbuild.cli.call;

import org.jspecify.annotations.NullMarked;
