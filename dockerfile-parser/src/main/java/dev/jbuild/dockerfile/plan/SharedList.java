package dev.jbuild.dockerfile.plan;

import java.util.AbstractSequentialList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.function.Supplier;

/// An immutable list whose elements are made while it is read, from something that many such lists
/// share. To be read from front to back.
final class SharedList<E> extends AbstractSequentialList<E> {

  private final int size;
  private final Supplier<Iterator<E>> elements;

  /// @param elements gives the same elements each time, as many as the size
  SharedList(int size, Supplier<Iterator<E>> elements) {
    this.size = size;
    this.elements = elements;
  }

  /// An unmodifiable list of these elements, without a copy where that is possible.
  static <E> List<E> copyOf(List<E> list) {
    return list instanceof SharedList<E> ? list : List.copyOf(list);
  }

  @Override
  public Iterator<E> iterator() {
    return elements.get();
  }

  @Override
  public ListIterator<E> listIterator(int index) {
    List<E> copy = new ArrayList<>(size);
    elements.get().forEachRemaining(copy::add);
    return List.copyOf(copy).listIterator(index);
  }

  @Override
  public int size() {
    return size;
  }
}
