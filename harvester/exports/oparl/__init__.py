"""The archive as an OParl 1.1 interface made of static files, see docs/oparl.md."""

from harvester.exports.oparl.export import LEFT_OUT, write_oparl

__all__ = ["LEFT_OUT", "write_oparl"]
