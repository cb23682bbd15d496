package dev.jbuild.engine.container;

import dev.jbuild.image.json.JsonException;
import dev.jbuild.layer.Records;
import dev.jbuild.layer.Records.Draft;
import dev.jbuild.layer.References;
import dev.jbuild.layer.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// The records of all containers of a store.
final class ContainerRecords {
  private final Records records;
  private final RandomGenerator random;

  ContainerRecords(Store store, RandomGenerator random) {
    this.records = store.records("containers");
    this.random = random;
  }

  /// Puts a new record. Its name is chosen, or found free, while nobody else can take it.
  ///
  /// @param make the record for a name
  /// @throws ContainerConflictException when the name wanted belongs to another container
  ContainerRecord put(
      String id,
      Optional<String> wanted,
      References references,
      Function<String, ContainerRecord> make)
      throws IOException {
    List<ContainerRecord> made = new ArrayList<>();
    records.update(
        id,
        current -> {
          Set<String> taken = new HashSet<>();
          for (ContainerRecord record : list()) {
            taken.add(record.name());
            if (wanted.isPresent() && wanted.get().equals(record.name())) {
              throw new ContainerConflictException(
                  "container name '%s' is taken by container %s, remove that one or choose another"
                      .formatted(record.name(), record.shortId()));
            }
          }
          ContainerRecord record =
              make.apply(wanted.orElseGet(() -> ContainerNames.pick(random, taken)));
          made.add(record);
          return new Draft(ContainerJson.write(record), references);
        });
    return made.getFirst();
  }

  /// Puts a record in place of the one of this container; nothing happens when that was removed.
  void replace(ContainerRecord record) throws IOException {
    records.update(
        record.id(),
        current ->
            current == null ? null : new Draft(ContainerJson.write(record), current.references()));
  }

  /// All records; one that cannot be read is an error that names it.
  List<ContainerRecord> list() throws IOException {
    List<ContainerRecord> list = new ArrayList<>();
    for (Records.Entry entry : records.list()) {
      try {
        list.add(ContainerJson.read(entry.body()));
      } catch (JsonException | IllegalArgumentException e) {
        throw new IOException(
            "read the record of container '" + entry.key() + "': " + e.getMessage(), e);
      }
    }
    return list;
  }

  /// The container with this name, id, or beginning of an id.
  ///
  /// @throws IOException when a beginning fits several
  Optional<ContainerRecord> find(String nameOrId) throws IOException {
    List<ContainerRecord> all = list();
    Optional<ContainerRecord> exact =
        all.stream().filter(r -> r.name().equals(nameOrId) || r.id().equals(nameOrId)).findFirst();
    if (exact.isPresent()) {
      return exact;
    }
    List<ContainerRecord> fitting =
        nameOrId.isEmpty()
            ? List.of()
            : all.stream().filter(r -> r.id().startsWith(nameOrId)).toList();
    if (fitting.size() > 1) {
      throw new IOException(
          "container id '%s' is the beginning of %d ids, give more digits"
              .formatted(nameOrId, fitting.size()));
    }
    return fitting.stream().findFirst();
  }

  boolean remove(String id) throws IOException {
    return records.remove(id);
  }

  List<String> ids() throws IOException {
    return records.keys();
  }
}
