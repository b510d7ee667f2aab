/// A partition that a group gives, and from where it may be read.
package struct GroupAssignment: Sendable {
  package var partition: Int32
  /// What was committed of it last; `nil` if nothing was, or not any more.
  package var committed: GroupCommit?
  /// The oldest record's offset, and that which the next one will have.
  package var low: Int
  package var high: Int
}

/// A place in a partition, as a group keeps it.
package struct GroupCommit: Sendable, Equatable {
  package var partition: Int32
  package var offset: Int
  /// At most 4,096 bytes.
  package var metadata: String

  package init(partition: Int32, offset: Int, metadata: String) {
    self.partition = partition
    self.offset = offset
    self.metadata = metadata
  }
}

/// What a group has done, or what is wrong with it.
package enum GroupEvent: Sendable, Equatable {
  /// Partitions are given; to be answered by ``GroupReader/assign(_:)``.
  case assigned([Int32])
  /// Partitions are taken away; to be answered by ``GroupReader/unassign(_:)``.
  ///
  /// Those that are lost may be another's already.
  case revoked([Int32], isLost: Bool)
  /// What was to be read next of a partition is not there.
  case outOfRange(Int32)
  /// The topic is not there any more.
  case erased
  /// The topic was erased and made again since the place was kept.
  case another(Int32)
  /// Something else, in words.
  case failed(String)
}
