import Alerting
import Query

extension [UInt8] {
  /// Appends the causes of an alert; `null` if they were not looked for.
  mutating func append(_ causes: [Cause]?) {
    guard let causes else { return append("null") }
    appendList(causes, in: ("[", "]")) { cause, bytes in
      bytes.append(#"{"dimension":"#, cause.dimension.name)
      bytes.append(#","group":"#)
      bytes.append(jsonString: cause.group)
      bytes.append(#","hits":"#, cause.hits)
      bytes.append(#","before":"#, cause.before)
      bytes.append(#","share":"#, cause.share, places: 3)
      bytes.append("}")
    }
  }
}
