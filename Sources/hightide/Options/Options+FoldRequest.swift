import AccessLog
import Alerting
import Fleet
import Query
import Remote
import Traffic

extension Options {
  /// What a fold at a place is asked for; `nil` where the lines themselves are needed: for a state, or where
  /// what they mean cannot be said there.
  func foldRequest(of place: SshPlace, contextSeconds: Int) -> FoldRequest? {
    guard !wantsLines, stateFile == nil, reading != .replay, logZone == .local,
      counting.clients.trusted == ClientRule().trusted,
      FormatChoice(name: format.name) == format, !place.path.contains(where: { "*?[".contains($0) })
    else { return nil }
    var request = FoldRequest()
    request.arguments = [
      "--server", place.host, "--interval", "\(intervalSeconds)s", "--lateness",
      "\(latenessSeconds)s", "--section", counting.sections.text, "--format", format.name,
    ]
    if let filter = counting.filter { request.arguments += ["--where", filter.text] }
    if counting.clients.isForwarded { request.arguments += ["--client", "xff"] }
    if !counting.dimensions.isEmpty {
      request.arguments += ["--by", counting.dimensions.map(\.name).joined(separator: ",")]
    }
    request.arguments +=
      reading == .fromStart ? ["--from-start"] : ["--backfill", "\(min(86_400, contextSeconds))s"]
    request.selections = AlertRule.selections(of: rules)
    return request
  }

  /// The sources that may send tallies.
  var awaitedSources: [String] {
    remoteNames.flatMap { name -> [String] in
      guard case .ssh(let places)? = try? RemoteName(name) else { return [] }
      return places.filter { foldRequest(of: $0, contextSeconds: 0) != nil }.map(\.name)
    }
  }
}
