package import System

/// Sends notices to a server by POST, through `curl`.
///
/// All of curl's configuration goes to its standard input: no address and no secret is in a list of
/// processes. Certificates are verified, and no file of the user's changes what curl does.
package struct WebhookChannel: Channel {
  let body: WebhookBody
  /// The whole address, which may be a secret.
  let url: SecretText
  /// What the server knows the sender by, if it wants that.
  let secret: SecretText?
  /// The name of this machine.
  let machine: String
  /// The folders that `curl` is looked for in; `nil` for those of `PATH`.
  var folders: String?
  /// For one try.
  var timeLimit = Duration.seconds(15)

  package func tell(_ notice: Notice, until interruption: Interruption) -> Attempt {
    let found =
      folders.map { ProgramSearch.path(of: "curl", in: $0) } ?? ProgramSearch.path(of: "curl")
    guard let curl = found else { return .postponed("curl is not there") }
    let request: CurlRequest
    do throws(SecretText.Mistake) {
      request = try self.request(of: notice)
    } catch {
      return .postponed("\(error)")
    }
    let program = ChildProgram(
      curl, ["-q", "-K", "-"], input: Array(request.configuration.utf8),
      timeLimit: timeLimit + .seconds(5))
    do throws(SystemError) {
      let outcome = try program.run(until: interruption)
      return CurlAnswer(outcome, now: CourierClock.machine.wall()).attempt(
        timeLimit: timeLimit + .seconds(5)
      )
      .hiding([request.url, request.secret])
    } catch {
      return .postponed("cannot start curl: \(error)")
    }
  }

  private func request(of notice: Notice) throws(SecretText.Mistake) -> CurlRequest {
    let secret = try self.secret?.text()
    var request = CurlRequest(
      url: try url.text(), body: body.text(notice, secret ?? "", machine),
      seconds: Int(timeLimit.components.seconds))
    request.headers = ["Content-Type: application/json", "Idempotency-Key: \(notice.key)"]
    request.secret = secret ?? ""
    if let secret, !body.holdsSecret { request.headers.append("Authorization: Bearer \(secret)") }
    return request
  }
}

extension Attempt {
  /// The same, with texts hidden in its reason: a server may repeat what it was sent.
  fileprivate func hiding(_ secrets: [String]) -> Attempt {
    func hidden(_ reason: String) -> String {
      secrets.filter { !$0.isEmpty }.reduce(reason) { $0.replacing($1, with: "(hidden)") }
    }
    return switch self {
    case .delivered: self
    case .instead(let reason): .instead(hidden(reason))
    case .skipped(let reason): .skipped(hidden(reason))
    case .failed(let reason): .failed(hidden(reason))
    case .postponed(let reason, let pause): .postponed(hidden(reason), for: pause)
    }
  }
}
