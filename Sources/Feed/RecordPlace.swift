/// Where a record stands in a topic, so that a person can look at it.
package struct RecordPlace: Hashable, Sendable, CustomStringConvertible {
  package var partition: Int32
  package var offset: Int

  package init(partition: Int32, offset: Int) {
    self.partition = partition
    self.offset = offset
  }

  package var description: String { "partition \(partition), offset \(offset)" }
}
