internal import CRdkafka

/// A record of a topic.
///
/// Its bytes are librdkafka's, and may be looked at only within the call that it is given to.
@safe struct TopicRecord {
  let offset: Int
  /// In milliseconds since the epoch; `nil` where it has none.
  let time: Int?
  /// Whether that is when it arrived, so that it never goes back.
  let isArrival: Bool
  let value: UnsafeRawBufferPointer
  let key: UnsafeRawBufferPointer
  /// What the program's own header says; `nil` for a record of another program.
  let header: UnsafeRawBufferPointer?
}

extension TopicRecord {
  /// What a message of librdkafka is, which must live as long as this.
  @inline(__always)
  init(
    _ message: UnsafeMutablePointer<rdk_message>, _ calls: UnsafePointer<rdk_table>
  ) {
    var kind: Int32 = 0
    let time = unsafe calls.pointee.message_timestamp(message, &kind)
    var headers: OpaquePointer?
    var header: UnsafeRawBufferPointer?
    if unsafe calls.pointee.message_headers(message, &headers) == KafkaCode.none,
      let headers = unsafe headers
    {
      var bytes: UnsafeRawPointer?
      var count = 0
      if unsafe calls.pointee.header_get_last(
        headers, RecordHeader.nameBytes, &bytes, &count)
        == KafkaCode.none
      {
        unsafe header = UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count)
      }
    }
    let value = unsafe message.pointee
    unsafe self.init(
      offset: Int(value.offset), time: time > 0 ? Int(time) : nil,
      isArrival: kind == Int32(RDK_TIME_OF_ARRIVAL),
      value: UnsafeRawBufferPointer(
        start: value.payload, count: value.payload == nil ? 0 : value.len),
      key: UnsafeRawBufferPointer(start: value.key, count: value.key == nil ? 0 : value.key_len),
      header: header)
  }
}
