"""What a generated client carries: checking, findings and HTTP, on the standard library alone.

The folder is copied unchanged into every generated package as ``_runtime``. Its modules import
each other and the standard library; httpx and jsonschema are imported inside the functions that
need them, so that importing a generated module costs neither.

Calls are written once, as generators without I/O: ``call`` is what is sent, ``exchange`` when it
is sent again, ``queue`` and ``downloads`` what takes several requests, ``reading`` a stream.
``steps`` walks through them blocking or awaited, ``wire`` sends with httpx; ``http``, ``streams``,
``jobs`` and ``results`` are what programs use.
"""
