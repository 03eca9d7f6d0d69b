"""The bus tells workers where work is. It holds no truth: a wiped bus loses nothing, since due work is published again.

One port (`hub.bus.port`), two implementations held to it by one conformance suite: `hub.bus.embedded` inside the
process, `hub.bus.rabbitmq` between processes.
"""
