extension RecordReader {
  /// Reads a sign and a magnitude.
  mutating func numberOfLayout4(within limit: Int) throws(RecordError) -> Int {
    let isNegative = try flag()
    let magnitude = try count(upTo: limit)
    return isNegative ? -magnitude : magnitude
  }

  /// Reads a name, or the number of one that came before.
  package mutating func name() throws(RecordError) -> [UInt8] {
    let number = try count(upTo: names.count)
    guard number == 0 else { return names[number - 1] }
    let name = try blob()
    names.append(name)
    return name
  }
}
