/// What a store holds in the words of docker's users, and how it gets smaller again.
///
/// [dev.jbuild.engine.usage.DiskUsage] sums up images, containers, volumes and the build cache;
/// [dev.jbuild.engine.usage.Pruner] plans what a clean-up removes, says why the rest stays, and
/// does it. Both rest on the store's own account, [dev.jbuild.layer.StoreUsage], so that their
/// figures are those of the disk.
@NullMarked
package dev.jbuild.engine.usage;

import org.jspecify.annotations.NullMarked;
