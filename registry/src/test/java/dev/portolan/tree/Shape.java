package dev.portolan.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;

/** Looks at a tree from within. */
final class Shape {
  private Shape() {}

  /** Leaves of a tree; fails if a node is too wide or empty, or a leaf is not as deep as others. */
  static int leaves(SortedTree<?, ?> tree) {
    return leaves(tree.root());
  }

  private static int leaves(@Nullable Node<?> node) {
    if (node == null) {
      return 0;
    }
    assertThat(node.width()).isBetween(1, Node.MAX);
    if (!(node instanceof Branch<?> branch)) {
      return 1;
    }
    int leaves = 0;
    for (int i = 0; i < branch.width(); i++) {
      assertThat(branch.child(i).height()).isEqualTo(branch.height() - 1);
      leaves += leaves(branch.child(i));
    }
    return leaves;
  }
}
