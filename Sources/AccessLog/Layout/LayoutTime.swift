/// Reads the times of lines in one of the forms of a layout.
struct LayoutTime: Sendable {
  private var offsets: LocalOffsets
  private var last = RepeatedTime()

  /// Creates a reader of times of that zone where they state none, or of that of the logs.
  init(_ zone: Zone? = nil) { offsets = LocalOffsets(zone) }

  /// The time that stands at `start`, and where it ends; `nil` if none does.
  @inline(__always)
  mutating func read(
    _ form: LayoutField.TimeForm, _ bytes: RawSpan, from start: Int, to end: Int
  ) -> (instant: Instant, end: Int)? {
    if start <= bytes.byteCount &- RepeatedTime.slack {
      // In bounds: as many bytes stand there.
      let timeEnd = unsafe last.end(form, bytes, from: start)
      if timeEnd > 0, timeEnd <= end { return (last.instant, timeEnd) }
    }
    return readAny(form, bytes, from: start, to: end)
  }

  /// Where a time ends that is that of the line before; 0 if it is another one.
  ///
  /// - Precondition: ``RepeatedTime/slack`` bytes stand there.
  @unsafe @inline(__always)
  func endOfRepeated(_ form: LayoutField.TimeForm, _ bytes: RawSpan, from start: Int) -> Int {
    unsafe last.end(form, bytes, from: start)
  }

  /// The time that was read last, if others like it may follow.
  var repeated: Instant { last.instant }

  @inline(never)
  private mutating func readAny(
    _ form: LayoutField.TimeForm, _ bytes: RawSpan, from start: Int, to end: Int
  ) -> (instant: Instant, end: Int)? {
    if form == .clf, start + Timestamp.length <= end,
      let instant = Timestamp.instant(in: bytes, at: start)
    {
      last.keep(form, instant, bytes, start..<start + Timestamp.length)
      return (instant, start + Timestamp.length)
    }
    var text = TimeText(bytes, start, end)
    let seconds: Int?
    switch form {
    case .clf: seconds = text.clf(separator: nil, &offsets)
    case .local: seconds = text.clf(separator: UInt8(ascii: ":"), &offsets)
    case .localWithSpace: seconds = text.clf(separator: space, &offsets)
    case .slashed: seconds = text.iso8601(&offsets, between: UInt8(ascii: "/"))
    case .iso8601: seconds = text.iso8601(&offsets)
    case .epoch: seconds = text.epoch(perSecond: 1)
    case .epochMilliseconds: seconds = text.epoch(perSecond: 1_000)
    case .epochMicroseconds: seconds = text.epoch(perSecond: 1_000_000)
    case .rfc1123: seconds = text.rfc1123()
    case .ctime: seconds = text.ctime(&offsets)
    }
    guard let seconds, seconds <= Instant.last.seconds, seconds >= -62_167_219_200 else {
      return nil
    }
    if form != .clf { last.keep(form, Instant(seconds), bytes, start..<text.place) }
    return (Instant(seconds), text.place)
  }
}

/// Reads a time byte by byte.
private struct TimeText {
  /// The longest that is looked at.
  private static let maximumCount = 40

  private var text = InlineArray<40, UInt8>(repeating: 0)
  private let count: Int
  private let start: Int
  private var index = 0

  init(_ bytes: RawSpan, _ start: Int, _ end: Int) {
    self.start = start
    count = min(TimeText.maximumCount, end - start)
    for index in 0..<count { text[index] = bytes[start + index] }
  }

  /// Where what was not read yet begins in the bytes.
  var place: Int { start + index }

  private var next: UInt8? { index < count ? text[index] : nil }

  /// Whether a byte stands so far ahead.
  private func isAhead(_ byte: UInt8, by distance: Int) -> Bool {
    index + distance < count && text[index + distance] == byte
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index += 1
    return true
  }

  private mutating func number(_ digits: Int, through limit: Int) -> Int? {
    guard index + digits <= count else { return nil }
    var value = 0
    for place in index..<index + digits {
      guard text[place].isDigit else { return nil }
      value = value * 10 + Int(text[place] & 15)
    }
    guard value <= limit else { return nil }
    index += digits
    return value
  }

  private mutating func monthName() -> Int? {
    guard index + 3 <= count else { return nil }
    for (month, name) in TimeText.months.enumerated()
    where name.0 == text[index] && name.1 == text[index + 1] && name.2 == text[index + 2] {
      index += 3
      return month + 1
    }
    return nil
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ].map { name in
    let letters = Array(name.utf8)
    return (letters[0], letters[1], letters[2])
  }

  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int? {
    guard (1...12).contains(month), day >= 1, day <= CivilTime.daysIn(month, of: year) else {
      return nil
    }
    return CivilTime.dayNumber(year: year, month: month, day: day)
  }

  private mutating func timeOfDay() -> Int? {
    guard let hour = number(2, through: 23), take(UInt8(ascii: ":")),
      let minute = number(2, through: 59), take(UInt8(ascii: ":")),
      let second = number(2, through: 60)
    else { return nil }
    return hour * 3_600 + minute * 60 + second
  }

  /// Passes a fraction over.
  private mutating func passFraction() {
    guard let mark = next, mark == UInt8(ascii: ".") || mark == UInt8(ascii: ","),
      index + 1 < count, text[index + 1].isDigit
    else { return }
    index += 1
    while let byte = next, byte.isDigit { index += 1 }
  }

  /// `Z`, `+02:00`, `+0200` or `+02`, perhaps with a space before it; the seconds east of UTC.
  private mutating func zone() -> Int? {
    let start = index
    if take(UInt8(ascii: "Z")) { return 0 }
    _ = take(space)
    guard let sign = next, sign == UInt8(ascii: "+") || sign == dash else {
      index = start
      return nil
    }
    index += 1
    guard let hours = number(2, through: 23) else {
      index = start
      return nil
    }
    let behindHours = index
    _ = take(UInt8(ascii: ":"))
    let minutes = number(2, through: 59)
    if minutes == nil { index = behindHours }
    return (sign == dash ? -1 : 1) * (hours * 3_600 + (minutes ?? 0) * 60)
  }

  private mutating func instant(local: Int, _ offsets: inout LocalOffsets) -> Int {
    if let east = zone() { return local - east }
    return offsets.seconds(local: local)
  }

  /// A date and a time, with that separator between them and no zone; without a separator, with a zone.
  mutating func clf(separator: UInt8?, _ offsets: inout LocalOffsets) -> Int? {
    guard let day = number(2, through: 31), take(UInt8(ascii: "/")), let month = monthName(),
      take(UInt8(ascii: "/")), let year = number(4, through: 9_999),
      separator.map({ take($0) }) ?? (take(UInt8(ascii: ":")) || take(space)),
      let days = TimeText.days(year, month, day), let seconds = timeOfDay()
    else { return nil }
    passFraction()
    let local = days * 86_400 + seconds
    return separator == nil ? zone().map { local - $0 } : offsets.seconds(local: local)
  }

  mutating func iso8601(_ offsets: inout LocalOffsets, between mark: UInt8 = dash) -> Int? {
    guard let year = number(4, through: 9_999), take(mark), let month = number(2, through: 12),
      take(mark), let day = number(2, through: 31), take(UInt8(ascii: "T")) || take(space),
      let days = TimeText.days(year, month, day), let seconds = timeOfDay()
    else { return nil }
    passFraction()
    return instant(local: days * 86_400 + seconds, &offsets)
  }

  mutating func epoch(perSecond: Int) -> Int? {
    var value = 0
    while let byte = next, byte.isDigit, index < 18 {
      value = value * 10 + Int(byte & 15)
      index += 1
    }
    guard index > 0 else { return nil }
    passFraction()
    return value / perSecond
  }

  mutating func rfc1123() -> Int? {
    guard isAhead(UInt8(ascii: ","), by: 3), isAhead(space, by: 4) else { return nil }
    index += 5
    guard let day = number(2, through: 31), take(space), let month = monthName(), take(space),
      let year = number(4, through: 9_999), take(space), let days = TimeText.days(year, month, day),
      let seconds = timeOfDay(), take(space), take(UInt8(ascii: "G")), take(UInt8(ascii: "M")),
      take(UInt8(ascii: "T"))
    else { return nil }
    return days * 86_400 + seconds
  }

  mutating func ctime(_ offsets: inout LocalOffsets) -> Int? {
    guard isAhead(space, by: 3) else { return nil }
    index += 4
    guard let month = monthName(), take(space),
      let day = take(space) ? number(1, through: 9) : number(2, through: 31), take(space),
      let seconds = timeOfDay(), take(space), let year = number(4, through: 9_999),
      let days = TimeText.days(year, month, day)
    else { return nil }
    return offsets.seconds(local: days * 86_400 + seconds)
  }
}
