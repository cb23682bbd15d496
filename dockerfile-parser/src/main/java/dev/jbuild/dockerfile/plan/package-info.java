/// What a target of a Dockerfile means: stages that are reached, their bases, operations, final
/// configuration and history, all variables expanded. Start at
/// [dev.jbuild.dockerfile.plan.Planner]. Nothing here does I/O; bases are asked for through
/// [dev.jbuild.dockerfile.plan.BaseResolver].
@NullMarked
package dev.jbuild.dockerfile.plan;

import org.jspecify.annotations.NullMarked;
