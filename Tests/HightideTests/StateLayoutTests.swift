import AccessLog
import Alerting
import Foundation
import Pipeline
import TallyCodec
import Testing
import Traffic

@testable import hightide

/// States that earlier versions of the program left are read.
@Suite struct StateLayoutTests {
  /// What the program wrote in layout 3: 304 lines at two hits a second, an alert under way at a
  /// threshold of 1, a late hit, a malformed line and a comment, and the history of a screen.
  private static let layout3 = """
    aGlnaHRpZGUgc3RhdGUKAAMAAAAAAAAAoQoAAAAAAACBUpXGOxJKlI5Hv0vb+xhQeAoCBGF1dG8BGC92YXIvbG9nL3Nob3Av\
    YWNjZXNzLmxvZwAA1rms2AYCABgvdmFyL2xvZy9zaG9wL2FjY2Vzcy5sb2cAEAAAAAAAAAAAAAAAAAAAAAAACgAlIyKE5Jzy\
    ywABABAA/gAAAAAAAAKADwAAAAAAAA2ACHTnB9ZFTBv73qgBAQDBgJb4BQC/mYJMtB4CAAAAAg4BAAIcAQACKgAAAjgBAAOq\
    AQEAAlQAAAJiAQACcAEAAn4AAAKMAQEAApoBAQACqAEAAAK2AQEAAsQBAQAC0gEAAALgAQEAAu4BAQAC/AEAAAKKAgEAApgC\
    AQACpgIAAAK0AgEAAsICAQAC0AIAAALeAgEAAuwCAQAC+gIAAAKIAwEAApYDAQACpAMAAAKyAwEAAsADAQACzgMAAALcAwEA\
    AuoDAQAC+AMAAAKGBAEAApQEAQACogQAAAKwBAEAAr4EAQACzAQAAALaBAEAAugEAQAC9gQAAAKEBQEAApIFAQACoAUAAAKu\
    BQEAArwFAQACygUAAALYBQEAAuYFAQAC9AUAAAKCBgEAApAGAQACngYAAAKsBgEAAroGAQACyAYAAALWBgEAAuQGAQAC8gYA\
    AAKABwEAAo4HAQACnAcAAAKqBwEAArgHAQACxgcAAALUBwEAAuIHAQAC8AcAAAL+BwEAAowIAQACmggAAAKoCAEAArYIAQAC\
    xAgAAALSCAEAAuAIAQAC7ggAAAL8CAEAAooJAQACmAkAAAKmCQEAArQJAQACwgkAAALQCQEAAt4JAQAC7AkAAAL6CQEAAogK\
    AQAClgoAAAKkCgEAArIKAQACwAoAAALOCgEAAtwKAQAC6goAAAL4CgEAAoYLAQAClAsAAAKiCwEAArALAQACvgsAAALMCwEA\
    AtoLAQAC6AsAAAL2CwEAAoQMAQACkgwAAAKgDAEAAq4MAQACvAwAAALKDAEAAtgMAQAC5gwAAAL0DAEAAoINAQACkA0AAAKe\
    DQEAAqwNAQACug0AAALIDQEAAtYNAQAC5A0AAALyDQEAAoAOAQACjg4AAAKcDgEAAqoOAQACuA4AAALGDgEAAtQOAQAC4g4A\
    AALwDgEAAv4OAQACjA8AAAKaDwEAAqgPAQACtg8AAALEDwEAAtIPAQAC4A8AAALuDwEAAvwPAQACihAAAAKYEAEAAqYQATEB\
    ZAAEAQD2/pX4BQC9gJb4BQDqxwkDyAHKAZQDMvQDMgIDR0VUmAEEUE9TVJYBAJMIjQEAAgcCDgIVAhwCIwIqAjECOAI/AkYC\
    TQJUAlsCYgJkAmkCcAJ3An4CggEChgECiQECjQECkAEClAEClwECmwECngECogECpQECqQECrAECsAECswECtwECugECvgEC\
    wAECwgECxAECxgECxwECyQECywECzQECzgEC0AEC0gEC1AEC1QEC1wEC2QEC2wEC3AEC3gEC4AEC4gEC4wEC5QEC5wEC6QEC\
    6gEC7AEC7gEC8AEC8QEC8wEC9QEC9wEC+AEC+gEC/AEC/gEC/wECgAICgQICggICgwIChAIChQIChgIEhwICiAICiQICigIC\
    iwICjAICjQIEjgICjwICkAICkQICkgICkwIClAIElQIClgIClwICmAICmQICmgICmwIEnAICnQICngICnwICoAICoQICogIE\
    owICpAICpQICpgICpwICqAICqQIEqgICqwICrAICrQICrgICrwICsAIEsQICsgICswICtAICtQICtgICtwIEuAICuQICugIC\
    uwICvAICvQICvgIEvwICwAIEwQICAQmqTj4obUVbGdPWhm8hxrY7N2X5PTCiTFatL9j4PiYxaZMD03Z3c9WZ22Byo7QxpbMM\
    KtdZLAmctel+9A9eJ+zUjwC50J/Tre0FBi9wYWdlc2S2lwMyBC9hcGlk2JQDAAEvZJSaAzIFL2xhdGUBZAAFL2xhc3QBZAAA\
    sAIBAAEBAAAAAACuAgEA9v6V+AUAvYCW+AUBC25vIGxvZyBsaW5lAAAAAAAAAPA/AQAAAAAAAPA/AQCx/5X4BXkAsf+V+AXx\
    AQEBAAAAAAAA8D8BALH/lfgFeQCx/5X4BXkBALSAlvgFAWQBAAEABS9sYXN0AWQAAcgBAQEAA0dFVAFkZGRkAAEAAAAAAAAA\
    AQAAAAABAKqAlvgFAAAAAAAAAAAAAAAAAQCggJb4BQAAAAAAAAAAAAAAAAEAloCW+AUAAAAAAAAAAAAAAAABAIyAlvgFAAAA\
    AAAAAAAAAAAAAQCCgJb4BRSGngEJBwMAAS8HszcDAAYvcGFnZXMHnjcEAAQvYXBpBrUvAAPIAQ2UAwP0AwQCBwoABFBPU1QK\
    8weHCJMIkwgADgYAAAAAAAAQAAAAAAEA+P+V+AUUjpMBCQcDCAe0MwQKB8kzAAkGkSwDA8gBDZQDBPQDAwIHCgsKqwfDB80H\
    zQcAFAAAAAAAAAAUAAAAAAEA7v+V+AUUlogBCQYDCgfKLwAJB98vAwgG7SgDA8gBDpQDA/QDAwIHCgsK4waHB4cHhwcAFAAA\
    AAAAAAAUAAAAAAEA5P+V+AUUnn0JBwMIB/UrAwkH4CsECgbJJQADyAENlAMD9AMEAgcKCwqbBrsGwQbBBgAUAAAAAAAAABQA\
    AAAAAQDa/5X4BRSmcgkHAwgH9icECgeLKAAJBqUiAwPIAQ2UAwT0AwMCBwoLCtsF8wX7BfsFABQAAAAAAAAAFAAAAAABAND/\
    lfgFFK5nCQYDCgeMJAAJB6EkAwgGgR8DA8gBDpQDA/QDAwIHCgsKkwWrBbUFtQUAFAAAAAAAAAAUAAAAAAEAxv+V+AUUtlwJ\
    BwMIB7cgAwkHoiAECgbdGwADyAENlAMD9AMEAgcKCwrLBO8E7wTvBAAUAAAAAAAAABQAAAAAAQC8/5X4BRS+UQkHAwgHuBwE\
    CgfNHAAJBrkYAwPIAQ2UAwT0AwMCBwoLCoMEowSpBKkEABQAAAAAAAAAFAAAAAABALL/lfgFFMZGCQYDCgfOGAAJB+MYAwgG\
    lRUDA8gBDpQDA/QDAwIHCgsKwQPdA+MD4wMAFAAAAAAAAAAVAAAAAQEAqP+V+AUUzjsJBwMIB/kUAwkH5BQECgbxEQADyAEN\
    lAMD9AMEAgcKCwr5ApUDnQOdAwAUAAAAAAAAABUBAAAAAQCe/5X4BRTWMAkHAwgH+hAECgePEQAJBs0OAwPIAQ2UAwT0AwMC\
    BwoLCrUC0QLXAtcCABQAAAAAAAAAFAAAAAABAJT/lfgFFN4lCQYDCgeQDQAJB6UNAwgGqQsDA8gBDpQDA/QDAwIHCgsK7gGJ\
    ApECkQIAFAAAAAAAAAAVAAABAAEAiv+V+AUU5hoJBwMIB7sJAwkHpgkECgaFCAADyAENlAMD9AMEAgcKCwqoAcQBywHLAQAU\
    AAAAAAAAABQAAAAAAQCA/5X4BRTuDwkHAwgHvAUECgfRBQAJBuEEAwPIAQ2UAwT0AwMCBwoLCmJ+hQGFAQAUAAAAAAAAABQA\
    AAAAAQD2/pX4BRT2BAkGAwoH0gEACQfnAQMIBr0BAwPIAQ6UAwP0AwMCBwoLChw4Pz8CEgAAAAAAAAAYAAAAAAAAAAAAAADw\
    PwCVuZZgAQDWuazYBgEAvYCW+AXf36iEDw==
    """

  @Test func aStateOfLayout3IsReadWithAllThatItSays() throws {
    let bytes = try Array(#require(Data(base64Encoded: StateLayoutTests.layout3)))
    var reader = try StateEnvelope.open(bytes, path: "state")
    let kept = try StateSettings(from: &reader)
    #expect(kept.files == ["/var/log/shop/access.log"])
    let settings = WatchSettings(
      timing: kept.timing, rules: [AlertRule(threshold: 1)], top: 100,
      isFollowing: true, scanner: LineScanner(nameKey: kept.nameKey))
    let moment = Moment(wallClock: Instant(1_900_000_000), uptime: .seconds(1))
    let saved = try SavedWatch(from: &reader, settings: settings, at: moment)
    #expect(reader.isAtEnd)
    #expect(saved.marks.all.count == 2)
    var watch = saved.watch
    let snapshot = watch.snapshot()
    #expect(snapshot.totalHits == 302)
    #expect(snapshot.totalCounts.lines == 304)
    #expect(snapshot.totalCounts.late == 1)
    #expect(snapshot.totalCounts.malformed == 1)
    #expect(snapshot.totalCounts.comments == 1)
    #expect(snapshot.totalCounts.excluded == 0)
    #expect(snapshot.history.map(\.statistics.hits).reduce(0, +) == 301)
    #expect(snapshot.history.allSatisfy { $0.followedFrom == nil })
    let trigger = watch.board[.highTraffic].underWay
    #expect(trigger?.time == Instant(1_594_195_889))
    #expect(trigger?.peak == 241.0 / 120)
    #expect(trigger?.beganBefore == false)
    _ = watch.finish()
    #expect(watch.snapshot().history.map(\.statistics.hits).reduce(0, +) == 301)
  }

  @Test(arguments: [UInt8(2), 5])
  func aStateOfAnUnknownLayoutIsRefused(layout: UInt8) throws {
    var bytes = try Array(#require(Data(base64Encoded: StateLayoutTests.layout3)))
    bytes[16] = layout
    #expect(throws: StateFileError.otherVersion(path: "state", version: UInt64(layout))) {
      _ = try StateEnvelope.open(bytes, path: "state")
    }
  }
}
