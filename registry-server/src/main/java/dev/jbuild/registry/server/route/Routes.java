package dev.jbuild.registry.server.route;

import dev.jbuild.registry.server.exchange.Handler;
import dev.jbuild.registry.server.manifest.Manifests;
import dev.jbuild.registry.server.store.StorageDriver;
import dev.jbuild.registry.server.upload.Uploads;

/// The table of endpoints. The numbers are those of the distribution specification.
public final class Routes {
  private Routes() {}

  /// All endpoints over one storage.
  ///
  /// @param manifestBytes the largest manifest
  /// @param deleteEnabled whether manifests, tags and blobs may be deleted
  public static Handler of(
      StorageDriver storage, Uploads uploads, int manifestBytes, boolean deleteEnabled) {
    Manifests manifests = new Manifests(storage);
    Router router =
        new Router()
            .on("GET", Resource.BASE, new CheckVersion()) // end-1
            .on("GET", Resource.BLOB, new GetBlob(storage)) // end-2
            .on("GET", Resource.MANIFEST, new GetManifest(manifests)) // end-3
            .on("POST", Resource.UPLOADS, new StartUpload(storage, uploads)) // end-4, end-11
            .on("PATCH", Resource.UPLOAD, new AppendUpload(uploads)) // end-5
            .on("PUT", Resource.UPLOAD, new FinishUpload(uploads)) // end-6
            .on("PUT", Resource.MANIFEST, new PutManifest(manifests, manifestBytes)) // end-7
            .on("GET", Resource.TAGS, new ListTags(storage.index())) // end-8
            .on("GET", Resource.REFERRERS, new ListReferrers(manifests, storage.index())) // end-12
            .on("GET", Resource.UPLOAD, new UploadStatus(uploads)) // end-13
            .on("DELETE", Resource.UPLOAD, new CancelUpload(uploads)) // end-14
            .on("GET", Resource.CATALOG, new ListCatalog(storage.index()));
    if (deleteEnabled) {
      router
          .on("DELETE", Resource.MANIFEST, new DeleteManifest(storage.index())) // end-9
          .on("DELETE", Resource.BLOB, new DeleteBlob(storage.index())); // end-10
    }
    return router;
  }
}
