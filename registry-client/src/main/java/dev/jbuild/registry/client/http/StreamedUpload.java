package dev.jbuild.registry.client.http;

import dev.jbuild.image.Descriptor;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.BlobUpload;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.transport.Failures;
import dev.jbuild.registry.client.transport.Task;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import okhttp3.HttpUrl;

/// Uploads a blob while it is made: `POST` to begin, `PATCH` with a body of unknown length, `PUT`
/// with the digest that is known by then.
///
/// A thread of its own sends; the thread that makes the blob hands the bytes over in a
/// [ChunkQueue]. Follows the OCI distribution specification, "Pushing a blob in chunks".
final class StreamedUpload implements BlobUpload {
  private final Task task;
  private final UploadRequests requests;
  private final ChunkQueue chunks = new ChunkQueue();
  private final LongConsumer progress;
  private final CompletableFuture<Boolean> begun = new CompletableFuture<>();
  private final CompletableFuture<Descriptor> made = new CompletableFuture<>();
  private final CompletableFuture<Boolean> stored = new CompletableFuture<>();
  private final Thread sender;

  private StreamedUpload(Task task, UploadRequests requests, LongConsumer progress) {
    this.task = task;
    this.requests = requests;
    this.progress = progress;
    this.sender = Thread.ofPlatform().daemon().name("upload").unstarted(this::run);
  }

  /// Begins, unless blobs are to be sent in chunks of a given size.
  static Optional<BlobUpload> begin(Session session, Reference repository, LongConsumer progress)
      throws RegistryException {
    if (session.settings().uploadChunk() > 0) {
      return Optional.empty();
    }
    String name = repository.familiarRepository();
    Task task =
        session.task(
            repository.domain(), "push a blob to '" + name + "'", "repository '" + name + "'");
    StreamedUpload upload =
        new StreamedUpload(task, new UploadRequests(session, task, repository), progress);
    upload.sender.start();
    try {
      upload.await(upload.begun);
      return Optional.of(upload);
    } catch (RegistryException e) {
      upload.close();
      throw e;
    }
  }

  private void run() {
    try {
      HttpUrl location = requests.begin().location();
      begun.complete(true);
      location = requests.append(location, null, new StreamBody(chunks, progress)).location();
      requests.finish(location, made.get().digest(), UploadRequests.EMPTY);
      stored.complete(true);
    } catch (RegistryException | RuntimeException | ExecutionException e) {
      begun.completeExceptionally(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      chunks.refuse();
      stored.complete(false);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws InterruptedIOException {
    try {
      chunks.put(bytes, offset, length);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a blob was uploaded");
    }
  }

  @Override
  public boolean finish(Descriptor blob) throws RegistryException {
    made.complete(blob);
    chunks.end();
    return await(stored);
  }

  private <T> T await(Future<T> future) throws RegistryException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.cancelled(task, e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RegistryException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case null, default -> throw new IllegalStateException("an upload failed", e);
      }
    }
  }

  @Override
  public void close() {
    if (!stored.isDone()) {
      sender.interrupt();
    }
    boolean interrupted = false;
    while (sender.isAlive()) {
      try {
        sender.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
