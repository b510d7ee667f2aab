/// Reads lines of W3C Extended Log File Format behind given directives.
struct W3CReader: LineReader {
  let header: W3CHeader
  /// Where the columns of the line stand that was looked at last, each at the place of its kind; empty
  /// where there is none.
  ///
  /// Each line sets the same ones, so that they are not cleared in between.
  private var places = InlineArray<32, Range<Int>>(repeating: 0..<0)
  /// The date that was read last, as it stands in a line, and its day; a log repeats it.
  private var lastDate: (front: UInt64, back: UInt64, day: Int) = (0, 0, 0)

  init(_ header: W3CHeader) {
    self.header = header
  }

  var isReady: Bool { header.isComplete }

  @inline(__always)
  mutating func fields(_ bytes: RawSpan, _ line: Range<Int>) -> LineFields? {
    findColumns(bytes, line) ? fields(bytes) : nil
  }

  mutating func hit(_ bytes: RawSpan, _ line: Range<Int>) -> Hit? {
    guard findColumns(bytes, line), let fields = fields(bytes) else { return nil }
    var details = HitDetails()
    details.virtualHost = text(.host, bytes)
    details.forwardedFor = text(.forwardedFor, bytes)
    details.server = text(.server, bytes)
    details.referrer = text(.referrer, bytes)
    details.userAgent = text(.agent, bytes)
    details.duration = nanoseconds(bytes, place(.duration)).map { .nanoseconds($0) }
    let end = line.upperBound..<line.upperBound
    return Hit(
      instant: fields.instant, client: fields.client, identity: end,
      user: text(.user, bytes) ?? end,
      request: fields.request.parts(bytes), status: fields.status,
      responseBytes: fields.responseBytes, rest: end, details: details)
  }

  @inline(__always)
  private func place(_ column: W3CColumn) -> Range<Int> { places[column.rawValue] }

  private func text(_ column: W3CColumn, _ bytes: RawSpan) -> Range<Int>? {
    place(column).isEmpty ? nil : unquoted(bytes, place(column))
  }

  /// Finds the columns; returns `false` if there are more or fewer of them than have a name.
  @inline(__always)
  private mutating func findColumns(_ bytes: RawSpan, _ line: Range<Int>) -> Bool {
    let end = line.upperBound
    var count = 0
    var start = line.lowerBound
    var block = start
    while block < end {
      var marks = separators(bytes, from: block, to: end)
      while marks != 0 {
        let separator = block &+ marks.trailingZeroBitCount
        marks &= marks &- 1
        if separator > start {
          // Columns beyond those that are named are counted, and passed over.
          set(count, to: start, separator)
          count &+= 1
        }
        start = separator &+ 1
      }
      block &+= 64
    }
    if start < end {
      set(count, to: start, end)
      count &+= 1
    }
    guard count > header.columnCount else { return count == header.columnCount && count > 0 }
    return findQuotedColumns(bytes, line)
  }

  @inline(__always)
  private mutating func set(_ column: Int, to start: Int, _ end: Int) {
    // The masks change nothing: with them the compiler need not check the bounds.
    places[Int(header.columns[column & 63] & 31)] = start..<end
  }

  /// A bit for each of the 64 bytes from an offset on, but not beyond `end`, set where a space or a
  /// tab stands.
  @inline(__always)
  private func separators(_ bytes: RawSpan, from start: Int, to end: Int) -> UInt64 {
    let marks: UInt64
    if start <= bytes.byteCount &- 64 {
      // In bounds: the block ends at the end of the bytes at the latest.
      marks =
        unsafe bytes.uncheckedMarks(of: space, at: start)
        | bytes.uncheckedMarks(of: tab, at: start)
    } else {
      marks = separatorsAtTheEnd(bytes, from: start)
    }
    let count = end &- start
    return count < 64 ? marks & (1 &<< UInt64(truncatingIfNeeded: count) &- 1) : marks
  }

  /// The same where values with spaces in them are quoted, as Tomcat does, a quote within them as two.
  ///
  /// Only a line that has too many columns otherwise is read so: where nothing is quoted, a quote is
  /// a byte like any other, and clients send what they like.
  @inline(never)
  private mutating func findQuotedColumns(_ bytes: RawSpan, _ line: Range<Int>) -> Bool {
    guard !header.isMicrosoft else { return false }
    var count = 0
    var start = bytes.endOfSeparators(from: line.lowerBound, to: line.upperBound)
    while start < line.upperBound {
      guard count < header.columnCount else { return false }
      var end = start
      if bytes[start] == doubleQuote {
        end = start + 1
        while end < line.upperBound {
          guard bytes[end] == doubleQuote else {
            end += 1
            continue
          }
          guard end + 1 < line.upperBound, bytes[end + 1] == doubleQuote else { break }
          end += 2
        }
        end = min(end + 1, line.upperBound)
      }
      while end < line.upperBound, !bytes[end].isSeparator { end += 1 }
      set(count, to: start, end)
      count += 1
      start = bytes.endOfSeparators(from: end, to: line.upperBound)
    }
    return count == header.columnCount
  }

  @inline(never)
  private func separatorsAtTheEnd(_ bytes: RawSpan, from start: Int) -> UInt64 {
    var marks: UInt64 = 0
    for place in start..<min(start + 64, bytes.byteCount) where bytes[place].isSeparator {
      marks |= 1 << UInt64(place - start)
    }
    return marks
  }

  private func unquoted(_ bytes: RawSpan, _ place: Range<Int>) -> Range<Int> {
    guard !header.isMicrosoft, place.count >= 2, bytes[place.lowerBound] == doubleQuote,
      bytes[place.upperBound - 1] == doubleQuote
    else { return place }
    return place.lowerBound + 1..<place.upperBound - 1
  }

  @inline(__always)
  private mutating func fields(_ bytes: RawSpan) -> LineFields? {
    let status = place(.status)
    guard let seconds = seconds(bytes), let client = client(bytes, place(.client)),
      status.count == 3, let value = bytes.word(at: status.lowerBound, count: 3).status,
      let size = number(bytes, place(.bytes))
    else { return nil }
    return LineFields(
      instant: Instant(seconds), client: client,
      request: request(bytes).map { .columns($0) } ?? .none, status: value,
      responseBytes: size,
      duration: LoggedDuration(nanoseconds: nanoseconds(bytes, place(.duration)) ?? -1))
  }

  @inline(__always)
  private mutating func seconds(_ bytes: RawSpan) -> Int? {
    guard let secondOfDay = ISOTime.secondOfDay(bytes, place(.time)) else { return nil }
    let date = place(.date)
    guard !date.isEmpty else {
      return header.date.map { W3CTime.seconds(secondOfDay: secondOfDay, after: $0) }
    }
    guard date.count == 10 else { return nil }
    let front = bytes.word(at: date.lowerBound)
    let back = bytes.word(at: date.lowerBound &+ 2)
    if front != lastDate.front || back != lastDate.back {
      guard let day = ISOTime.dayNumber(bytes, date) else { return nil }
      lastDate = (front, back, day)
    }
    return lastDate.day &* 86_400 &+ secondOfDay
  }

  /// The client without a port and brackets, or `nil` if the value is no client.
  @inline(__always)
  func client(_ bytes: RawSpan, _ place: Range<Int>) -> Range<Int>? {
    guard !place.isEmpty else { return nil }
    if bytes.vector(at: place.lowerBound).countOfIPv4 == place.count { return place }
    return unusualClient(bytes, place)
  }

  @inline(never)
  private func unusualClient(_ bytes: RawSpan, _ place: Range<Int>) -> Range<Int>? {
    var client = place
    if case .other = ClientWord(bytes, place) {
      guard let colon = place.last(where: { bytes[$0] == UInt8(ascii: ":") }),
        colon + 1 < place.upperBound,
        (colon + 1..<place.upperBound).allSatisfy({ bytes[$0].isDigit }),
        case .address = ClientWord(bytes, place.lowerBound..<colon)
      else { return nil }
      client = place.lowerBound..<colon
    }
    guard bytes[client.lowerBound] == UInt8(ascii: "[") else { return client }
    return client.lowerBound + 1..<client.upperBound - 1
  }

  /// The request, or `nil` if there is no method or no target.
  @inline(__always)
  private func request(_ bytes: RawSpan) -> Request? {
    let method = place(.method)
    let stem = place(.stem)
    let target = stem.isEmpty ? place(.target) : stem
    guard !isNone(bytes, method), !isNone(bytes, target), RequestParser.isMethod(bytes, method)
    else { return nil }
    let query = place(.query)
    let version = place(.version)
    return Request(
      method: method, target: target,
      httpVersion: isNone(bytes, version) ? target.upperBound..<target.upperBound : version,
      query: stem.isEmpty || isNone(bytes, query) ? nil : query)
  }

  @inline(__always)
  private func isNone(_ bytes: RawSpan, _ place: Range<Int>) -> Bool {
    place.isEmpty || place.count == 1 && bytes[place.lowerBound] == dash
  }

  /// A number of bytes, 0 where there is none, or `nil` if it is no number; 2^63 and more are `Int.max`.
  @inline(__always)
  func number(_ bytes: RawSpan, _ place: Range<Int>) -> Int? {
    guard !isNone(bytes, place) else { return 0 }
    guard place.count < 8 else { return largeNumber(bytes, place) }
    let word = bytes.word(at: place.lowerBound, count: place.count)
    return word.digitCount == place.count ? word.number(digits: place.count) : nil
  }

  @inline(never)
  private func largeNumber(_ bytes: RawSpan, _ place: Range<Int>) -> Int? {
    var value = 0
    for index in place {
      guard bytes[index].isDigit else { return nil }
      let (tenfold, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, isOver) = tenfold.addingReportingOverflow(Int(bytes[index] & 15))
      value = isTooLarge || isOver ? .max : sum
    }
    return value
  }

  /// How long the server took; `nil` where no number stands, or one whose unit is not known.
  ///
  /// IIS writes milliseconds. Others write seconds, as the draft says, with a decimal point; of a
  /// whole number from them nothing tells the unit. What is too long for a number is `Int.max`.
  private func nanoseconds(_ bytes: RawSpan, _ place: Range<Int>) -> Int? {
    guard !isNone(bytes, place), place.count <= 18 else { return nil }
    var number = 0
    // How many more digits there are to a nanosecond.
    var missing: Int? = header.isMicrosoft ? 6 : nil
    var hasPoint = false
    for index in place {
      let byte = bytes[index]
      if byte.isDigit {
        guard !hasPoint || missing != 0 else { continue }
        number = number &* 10 &+ Int(byte & 15)
        if hasPoint, let left = missing { missing = left &- 1 }
      } else if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
        missing = 9
      } else {
        return nil
      }
    }
    guard let missing else { return nil }
    for _ in 0..<missing {
      let (tenfold, isOver) = number.multipliedReportingOverflow(by: 10)
      guard !isOver else { return .max }
      number = tenfold
    }
    return number
  }
}
