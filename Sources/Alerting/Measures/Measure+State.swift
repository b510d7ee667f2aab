import TallyCodec
import Traffic

extension Measure {
  func write(to writer: inout StateWriter) {
    switch self {
    case .rate: writer.count(0)
    case .share(let part):
      writer.count(1)
      writer.count(part == .errors ? 1 : 0)
    }
  }

  init(from reader: inout StateReader) throws(StateError) {
    switch try reader.count(upTo: 1) {
    case 0: self = .rate
    default: self = .share(of: try reader.count(upTo: 1) == 1 ? .errors : .hits)
    }
  }
}
