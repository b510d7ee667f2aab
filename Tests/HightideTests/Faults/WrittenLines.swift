/// What was written to a log: the truth that the reports are held against.
struct WrittenLines: Equatable {
  var lines = 0
  var hits = 0
  var malformed = 0
  var comments = 0

  static func += (sum: inout WrittenLines, other: WrittenLines) {
    sum.lines += other.lines
    sum.hits += other.hits
    sum.malformed += other.malformed
    sum.comments += other.comments
  }

  static func -= (sum: inout WrittenLines, other: WrittenLines) {
    sum.lines -= other.lines
    sum.hits -= other.hits
    sum.malformed -= other.malformed
    sum.comments -= other.comments
  }
}
