package dev.jbuild.engine.container;

import java.util.Set;
import java.util.random.RandomGenerator;

/// Makes names for containers that were given none: an adjective and something that floats.
final class ContainerNames {
  private static final String[] ADJECTIVES = {
    "able", "agile", "amber", "ample", "azure", "bold", "brave", "breezy", "bright", "brisk", "busy",
    "calm", "candid", "clever", "coral", "cosy", "crisp", "curious", "daring", "deft", "eager",
    "early", "easy", "fair", "fancy", "fleet", "fond", "frank", "fresh", "gentle", "glad", "golden",
    "grand", "happy", "hardy", "honest", "humble", "jolly", "keen", "kind", "lively", "loyal",
    "lucid", "lucky", "mellow", "merry", "mighty", "modest", "neat", "nimble", "noble", "patient",
    "placid", "plucky", "polite", "proud", "quick", "quiet", "rapid", "ready", "robust", "rosy",
    "ruddy", "serene", "sharp", "shiny", "silent", "silver", "smart", "smooth", "snug", "solid",
    "spry", "steady", "sturdy", "sunny", "swift", "tidy", "tranquil", "trusty", "upbeat", "vivid",
    "warm", "wise", "witty", "zesty"
  };
  private static final String[] NOUNS = {
    "ark", "barge", "bark", "brig", "buoy", "canoe", "caravel", "carrack", "catamaran", "clipper",
    "coaster", "cog", "coracle", "corvette", "currach", "cutter", "dhow", "dinghy", "dory",
    "dredger", "drifter", "dugout", "felucca", "ferry", "frigate", "galleon", "galley", "gig",
    "gondola", "houseboat", "hovercraft", "hulk", "jollyboat", "junk", "kayak", "keelboat", "ketch",
    "knarr", "launch", "lifeboat", "lighter", "liner", "longboat", "longship", "lugger", "narrowboat",
    "outrigger", "packet", "paddler", "pilot", "pinnace", "pirogue", "polacca", "pontoon", "proa",
    "punt", "raft", "rowboat", "sampan", "schooner", "scow", "scull", "shallop", "skiff", "skipjack",
    "sloop", "smack", "snow", "steamer", "tanker", "tartane", "tender", "trawler", "trimaran",
    "trireme", "tug", "umiak", "whaler", "wherry", "xebec", "yacht", "yawl"
  };

  private ContainerNames() {}

  /// A name that is not among those taken.
  static String pick(RandomGenerator random, Set<String> taken) {
    while (true) {
      String name = one(random, ADJECTIVES) + "_" + one(random, NOUNS);
      // Two thirds of the names taken: go on with numbers rather than try for ever.
      String candidate =
          3 * taken.size() < 2 * ADJECTIVES.length * NOUNS.length
              ? name
              : name + random.nextInt(10, 1_000_000);
      if (!taken.contains(candidate)) {
        return candidate;
      }
    }
  }

  private static String one(RandomGenerator random, String[] words) {
    return words[random.nextInt(words.length)];
  }
}
