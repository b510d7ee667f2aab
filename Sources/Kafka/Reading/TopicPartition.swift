/// A partition that is read outside of any group, and what of it waits to be passed on.
final class TopicPartition: PartitionPlace {
  let reader: PartitionReader
  var context = RecordLines()
  var live = RecordLines()
  /// Records of sums that wait to be passed on.
  var sums = SumQueue()
  /// Reads what a record of context is of, so that those that a later one replaces need not be passed on.
  var stamp: ((_ record: [UInt8]) -> SumStamp?)?

  init(_ reader: PartitionReader) {
    self.reader = reader
    super.init(reader.partition)
  }

  override func start(at offset: Int) -> Bool {
    sums = SumQueue()
    return reader.start(at: offset)
  }

  /// Takes in a record, and hands its lines or sums on.
  func take(
    _ record: TopicRecord, _ unwrapping: inout RecordUnwrapping
  ) -> RecordUnwrapping.Outcome {
    switch judge(record, &unwrapping) {
    case .foreign:
      if record.offset < contextEnd {
        unwrapping.add(record, to: &context)
      } else {
        unwrapping.add(record, to: &live)
      }
      return .taken
    case .line(let origin):
      if record.offset < contextEnd {
        unsafe context.add(record.value, of: origin, at: record.time, &unwrapping.origins)
      } else {
        unsafe live.add(record.value, of: origin, at: record.time, &unwrapping.origins)
      }
      return .taken
    case .sums:
      takeSum(record)
      return .taken
    case .passed, .clock: return .taken
    case .repeated: return .repeated
    case .unknown: return .unknown
    }
  }

  private func takeSum(_ record: TopicRecord) {
    let bytes = unsafe Array(record.value)
    let isEarly = record.offset < contextEnd
    sums.append(
      bytes, from: record.offset, at: lastTime ?? 0, isEarly: isEarly,
      isEarly ? stamp?(bytes) : nil)
  }

  /// Takes in a record where nothing but sums is read; `.unknown` if it is of something else.
  func takeSums(
    _ record: TopicRecord, _ unwrapping: inout RecordUnwrapping
  ) -> RecordUnwrapping.Outcome {
    switch judge(record, &unwrapping) {
    case .sums:
      takeSum(record)
      return .taken
    case .passed: return .taken
    case .repeated: return .repeated
    case .foreign, .line, .clock, .unknown: return .unknown
    }
  }
}
