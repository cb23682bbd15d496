/// Control groups: which hierarchies the host has, and what a container's limits mean in them.
///
/// Start reading at [Cgroups]. The mount table is read, never assumed: version 1 with every
/// controller mounted alone or several together, version 2, and both at once. This package decides
/// and writes only the parent directories; the launcher makes a container's own groups.
@NullMarked
package dev.jbuild.runtime.cgroup;

import org.jspecify.annotations.NullMarked;
