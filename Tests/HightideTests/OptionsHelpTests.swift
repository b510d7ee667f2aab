import TestSupport
import Testing

@testable import hightide

@Test func theHelpOfWatchingIsWordForWord() {
  #expect(
    HelpText.watch == """
      Usage: hightide [OPTION]... [FILE]...
             hightide generate [OPTION]... [FILE]
             hightide top [OPTION]... [FILE]...
             hightide check [OPTION]... [FILE]...
             hightide explain [OPTION]... [FILE]...
             hightide fold [OPTION]... [FILE]...
             hightide ship [OPTION]... FILE...
             hightide alert [OPTION]... kafka://BROKER,.../TOPIC
             hightide topics [OPTION]... create|erase|show kafka://BROKER,...
             hightide demo [OPTION]... kafka

      Follows HTTP access logs while they are written, and says when traffic rises
      above a threshold and when it falls back. FILE defaults to /var/log/access.log,
      or else to the logs that the configuration of a server names; - is standard
      input, syslog://:PORT listens for syslog, ssh://HOST/PATH is on another machine,
      kafka://BROKER,.../TOPIC is a topic of Kafka.

      When to alert
        -t, --threshold RATE       alert above this many hits per second on average
                                   (default 10)
        -w, --window DURATION      span of that average (default 2m)

      How to be told
            --sound[=FILE]         play a tone that rises when an alert triggers, or
                                   FILE, and one that falls when it recovers; b turns
                                   it off and on
            --on-alert COMMAND     run COMMAND by /bin/sh when an alert triggers and
                                   when it recovers; it gets the alert as JSON on its
                                   standard input, and as HIGHTIDE_RULE, _GROUP,
                                   _STATE, _SEVERITY, _TIME, _VALUE, _THRESHOLD, _HITS
                                   and _MESSAGE
            --webhook URL          send each alert to URL by POST, as JSON; env:NAME
                                   and file:PATH say where URL is, which keeps it out
                                   of the list of processes

      What to count
        -i, --interval DURATION    span of the statistics (default 10s)
            --lateness DURATION    how far behind the newest line another one may be
                                   and still count in its own second; rounded up to
                                   whole seconds, and at most 60 intervals (default
                                   2s)
        -n, --top N                sections listed, and groups of each DIMENSION
                                   (default 10, on the dashboard 100)
            --where FILTER         count only hits that match, such as 'status>=500
                                   and path^=/api'; the others are excluded
            --section N            path components of a section; vhost,N puts the
                                   virtual host in front (default 1)
            --by DIMENSION,...     count by these too: section, path, client, network,
                                   method, status, class, agent, referrer, vhost,
                                   user, protocol, server, agent-raw or network/8 to
                                   network/32
            --client RULE          who the client is: the peer, or the right-most
                                   address of X-Forwarded-For that is not trusted
                                   (default peer)
            --trusted CIDR,...     proxies that xff trusts (default loopback and
                                   private networks)
            --causes               name the causes of each alert in a replay too;
                                   while following they always are

      What to read
        -f, --format FORMAT        log format: auto, a name such as combined, vhost,
                                   alb or haproxy, or a definition of nginx or Apache
                                   (default auto)
            --zone ZONE            zone of the times in the log that state none
                                   (default local)
            --backfill DURATION    follow each FILE from its end, having read this
                                   much of its time before (default 10m)
        -F, --follow               follow each FILE, which is what is done anyway, for
                                   hands that know tail -F
            --from-start           follow each FILE from its start
            --replay               read each FILE, .gz and .zst too, to its end under
                                   the log's own clock, then exit
            --server NAME          whose lines those of each FILE are, for the
                                   dimension server (beside other machines this one's
                                   name)
            --lines                have ssh:// servers send their lines, also where
                                   hightide is installed, which sends only what they
                                   add up to: for l, and for the filter of the screen
            --idle DURATION        go on without a server that has sent no tallies for
                                   this long; what it sends then may be late (default
                                   60s)
            --state FILE           keep what is known in FILE, and go on from there at
                                   the next start: each line counts once, whatever
                                   ends the program
            --kafka-config FILE    properties of librdkafka for kafka://, NAME=VALUE
                                   on each line, such as for TLS and SASL; they win
                                   over those of [kafka] in the settings
            --demo                 watch generated traffic with a surge now and then

      What to show
            --dashboard            the dashboard; the default on a terminal
            --plain                text; the default where there is no terminal
            --json                 one JSON object a line; its times are always UTC
            --utc                  show times in UTC, not local time
            --theme NAME           colours of the dashboard: auto asks the terminal
                                   for its background; or default, light,
                                   high-contrast or monochrome (default auto)
            --color WHEN           auto (unless NO_COLOR is set), always or never
                                   (default auto)
            --ascii                draw with ASCII characters only
            --no-mouse             leave the mouse to the terminal, to select text

      Settings
        -c, --config FILE          read the settings in FILE, not those of
                                   $XDG_CONFIG_HOME/hightide/config.ini or, where that
                                   is missing, /etc/hightide.ini; options win over
                                   them
            --no-config            read no settings
            --print-config         print the settings that are in force, as a file,
                                   and exit

      About
        -h, --help                 print this help
        -V, --version              print the version

      A DURATION is 500ms, 10s, 2m, 1h30m, 1d, or plain seconds; a RATE is 10 or 10/s.
      On the dashboard, ? lists the keys. Exit status: 0 if all went well, 1 after a
      failure, 2 for wrong usage.

      """)
}

@Test func theHelpOfGeneratingIsWordForWord() {
  #expect(
    HelpText.generate == """
      Usage: hightide generate [OPTION]... [FILE]

      Writes realistic traffic to FILE, or to standard output, until it is stopped or
      has written what was asked for.

      How much
            --rate RATE            lines per second on average, each written when its
                                   time has come; without it, --lines and --duration
                                   are written as fast as possible, at 100 lines per
                                   second of log time
            --lines N              stop after this many lines, comments and malformed
                                   ones too
            --duration DURATION    stop after this much log time
            --start TIME           log time to begin with (default now)
            --surge SURGE          more traffic for a while, or less: 60s+90sx5 is 5
                                   times the rate from second 60 to 150, 60s+90sx5/10m
                                   the same every 10 minutes; may be given several
                                   times
            --incident INCIDENT    a surge whose lines have something in common:
                                   network:203.0.113.0/24,x8,60s+120s is 8 times the
                                   rate from second 60 to 180, most of it from that
                                   network; path:/login, agent:curl/8 and status:503
                                   likewise; may be given several times

      What kind
        -f, --format NAME          log format, such as common, combined, vhost, alb or
                                   haproxy (default combined)
            --malformed SHARE      share of the lines that are malformed (default 0)
            --oddities SHARE       share of the other lines that are rare but no
                                   fault: comments, absolute targets, status 600, TLS
                                   on a plain port (default 0.004)
            --seed N               the same seed and --start write the same traffic
                                   (default 1)

      To try the limits
            --sections N           distinct sections (default 40)
            --clients N            distinct clients (default 5000)
            --section-length N     least bytes of a section's name (default 0)

      About
        -h, --help                 print this help
        -V, --version              print the version

      A DURATION is 500ms, 10s, 2m, 1h30m, 1d, or plain seconds; a RATE is 10 or 10/s.

      """)
}

@Test(arguments: [HelpText.watch, HelpText.generate])
func helpFitsEightyColumns(text: String) {
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  #expect(lines.allSatisfy { $0.count <= 80 && $0.last != " " })
}

@Test func noOptionHasTheNameOrTheLetterOfAnother() {
  let watching = Options.table.flatMap(\.entries).map { ($0.name, $0.short) }
  let generating = GenerateOptions.table.flatMap(\.entries).map { ($0.name, $0.short) }
  for options in [watching, generating] {
    let letters = options.compactMap(\.1)
    #expect(Set(options.map(\.0)).count == options.count)
    #expect(Set(letters).count == letters.count)
  }
}

@Test func theHelpOfTopIsWordForWord() {
  #expect(
    HelpText.top == """
      Usage: hightide top [OPTION]... [FILE]...

      Lists the groups with the most hits of the last minutes of FILE, and exits. What
      FILE was rotated to is read as far back as the time goes. FILE defaults to
      /var/log/access.log; - is standard input.

      What to count
            --by DIMENSION,...     group by this; several are crossed (default
                                   section)
            --where FILTER         count only hits that match, such as 'status>=500
                                   and path^=/api'
            --section N            path components of a section; vhost,N puts the
                                   virtual host in front (default 1)
        -f, --format FORMAT        log format: auto, a name such as combined, vhost,
                                   alb or haproxy, or a definition of nginx or Apache
                                   (default auto)
            --zone ZONE            zone of the times in the log that state none
                                   (default local)
            --client RULE          who the client is: the peer, or the right-most
                                   address of X-Forwarded-For that is not trusted
                                   (default peer)
            --trusted CIDR,...     proxies that xff trusts (default loopback and
                                   private networks)

      Which time
            --last DURATION        this long up to the last line, or up to --to
                                   (default 10m)
            --from TIME            from this time on
            --to TIME              up to this time, which no longer counts

      What to show
        -n, --top N                groups listed (default 10)
            --sort COLUMN          list those with most of this first: hits, bytes,
                                   errors or p90 (default hits)
            --json                 one JSON object; its times are always UTC
            --utc                  show times in UTC, not local time

      About
        -h, --help                 print this help
        -V, --version              print the version

      A DURATION is 500ms, 10s, 2m, 1h30m, 1d, or plain seconds; a RATE is 10 or 10/s.
      A TIME is ISO 8601, or HH:MM[:SS] of the log's last day; without an offset it is of
      the zone that times are shown in.

      """)
}
