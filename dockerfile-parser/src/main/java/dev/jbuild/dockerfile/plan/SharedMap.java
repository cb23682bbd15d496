package dev.jbuild.dockerfile.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An immutable map in the order of its keys whose changed versions share nearly all of it: each
/// change takes time and memory with the logarithm of its size. So many steps that each see other
/// variables cost little more than one.
///
/// A balanced tree (Adelson-Velsky and Landis), so that no choice of keys makes it deep.
final class SharedMap<K extends Comparable<K>, V> implements Iterable<V> {

  private record Node<K, V>(
      K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right, int levels) {

    static <K, V> Node<K, V> of(
        K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
      return new Node<>(
          key, value, left, right, 1 + Math.max(SharedMap.levels(left), SharedMap.levels(right)));
    }
  }

  private final @Nullable Node<K, V> root;
  private final int size;

  private SharedMap(@Nullable Node<K, V> root, int size) {
    this.root = root;
    this.size = size;
  }

  static <K extends Comparable<K>, V> SharedMap<K, V> empty() {
    return new SharedMap<>(null, 0);
  }

  /// A map of values in the order of their keys.
  static <K extends Comparable<K>, V> SharedMap<K, V> ofSorted(List<V> values, Function<V, K> key) {
    return new SharedMap<>(ofSorted(values, key, 0, values.size()), values.size());
  }

  private static <K extends Comparable<K>, V> @Nullable Node<K, V> ofSorted(
      List<V> values, Function<V, K> key, int from, int to) {
    if (from == to) {
      return null;
    }
    int middle = (from + to) >>> 1;
    V value = values.get(middle);
    return Node.of(
        key.apply(value),
        value,
        ofSorted(values, key, from, middle),
        ofSorted(values, key, middle + 1, to));
  }

  int size() {
    return size;
  }

  @Nullable V get(K key) {
    Node<K, V> at = root;
    while (at != null) {
      int order = key.compareTo(at.key);
      if (order == 0) {
        return at.value;
      }
      at = order < 0 ? at.left : at.right;
    }
    return null;
  }

  /// This map with a value for a key, in place of the one it had.
  SharedMap<K, V> with(K key, V value) {
    return new SharedMap<>(with(root, key, value), get(key) == null ? size + 1 : size);
  }

  /// This map without a key.
  SharedMap<K, V> without(K key) {
    return get(key) == null ? this : new SharedMap<>(without(root, key), size - 1);
  }

  /// The values in the order of their keys.
  @Override
  public Iterator<V> iterator() {
    Deque<Node<K, V>> pending = new ArrayDeque<>();
    descend(pending, root);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return !pending.isEmpty();
      }

      @Override
      public V next() {
        if (pending.isEmpty()) {
          throw new NoSuchElementException();
        }
        Node<K, V> node = pending.pop();
        descend(pending, node.right);
        return node.value;
      }
    };
  }

  private static <K, V> void descend(Deque<Node<K, V>> pending, @Nullable Node<K, V> from) {
    for (Node<K, V> at = from; at != null; at = at.left) {
      pending.push(at);
    }
  }

  private static <K extends Comparable<K>, V> Node<K, V> with(
      @Nullable Node<K, V> at, K key, V value) {
    if (at == null) {
      return Node.of(key, value, null, null);
    }
    int order = key.compareTo(at.key);
    if (order == 0) {
      return Node.of(key, value, at.left, at.right);
    }
    return order < 0
        ? balanced(at, with(at.left, key, value), at.right)
        : balanced(at, at.left, with(at.right, key, value));
  }

  private static <K extends Comparable<K>, V> @Nullable Node<K, V> without(
      @Nullable Node<K, V> at, K key) {
    if (at == null) {
      return null;
    }
    int order = key.compareTo(at.key);
    if (order != 0) {
      return order < 0
          ? balanced(at, without(at.left, key), at.right)
          : balanced(at, at.left, without(at.right, key));
    }
    Node<K, V> next = at.right;
    if (at.left == null || next == null) {
      return at.left == null ? next : at.left;
    }
    while (next.left != null) {
      next = next.left;
    }
    return balanced(next, at.left, without(at.right, next.key));
  }

  /// A node with the key and value of another whose sides differ by two levels at most.
  private static <K, V> Node<K, V> balanced(
      Node<K, V> of, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    int lean = levels(left) - levels(right);
    if (left != null && lean > 1) {
      Node<K, V> middle = left.right;
      if (middle == null || levels(left.left) >= levels(middle)) {
        return Node.of(left.key, left.value, left.left, Node.of(of.key, of.value, middle, right));
      }
      return Node.of(
          middle.key,
          middle.value,
          Node.of(left.key, left.value, left.left, middle.left),
          Node.of(of.key, of.value, middle.right, right));
    }
    if (right != null && lean < -1) {
      Node<K, V> middle = right.left;
      if (middle == null || levels(right.right) >= levels(middle)) {
        return Node.of(
            right.key, right.value, Node.of(of.key, of.value, left, middle), right.right);
      }
      return Node.of(
          middle.key,
          middle.value,
          Node.of(of.key, of.value, left, middle.left),
          Node.of(right.key, right.value, middle.right, right.right));
    }
    return Node.of(of.key, of.value, left, right);
  }

  private static int levels(@Nullable Node<?, ?> node) {
    return node == null ? 0 : node.levels;
  }
}
