package dev.jbuild.builder.solve;

import dev.jbuild.builder.BuildRequest;
import dev.jbuild.builder.Executor;
import dev.jbuild.builder.cache.BuildCache;
import dev.jbuild.builder.cache.RecordQueue;
import dev.jbuild.builder.mount.CacheMounts;
import dev.jbuild.builder.progress.Progress;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.layer.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// What all steps of one build share.
///
/// @param temporary a private directory for what must be gone when a step ends
/// @param now when the build began; what it makes itself shows this time
/// @param latest later times are set back to this one, null for no limit
public record Session(
    BuildRequest request,
    SourceFile dockerfile,
    Store store,
    BuildCache cache,
    RecordQueue records,
    BaseImages images,
    Executor executor,
    CacheMounts caches,
    Path temporary,
    Progress progress,
    InstantSource clock,
    Instant now,
    @Nullable Instant latest) {}
