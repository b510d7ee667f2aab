import AccessLog
import Alerting
import TallyCodec
import Traffic

extension Watch {
  /// Reads what a state of layout 3 or 4 says of a watch.
  init(
    layout4 reader: inout RecordReader, settings: WatchSettings, at moment: Moment
  ) throws(RecordError) {
    self.init(settings, startsWithContext: false)
    try readLedger(from: &reader, settings)
    book = try AlertBook(from: &reader, rules: settings.rules)
    book.keepsTrails = settings.keepsLines
    book.recount(in: ledger.timeline)
    try readHistory(from: &reader, settings)
    if reader.layout < 4 { try book.readAskedThreshold(layout3: &reader) }
    let skew = try reader.number()
    skewSeconds = try reader.flag() ? skew : nil
    let writtenAt = try reader.instant()
    if try reader.flag() {
      let clock = try reader.instant()
      setLastAdvance(clock, try reader.count(upTo: .max), before: writtenAt, now: moment)
    }
    if reader.layout < 4, carried.base == nil, let clock {
      carried.start(clock, at: moment.uptime)
    }
    try resume(at: moment)
  }
}
