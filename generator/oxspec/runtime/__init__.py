"""What a generated client carries: checking, findings and HTTP, on the standard library alone.

The folder is copied unchanged into every generated package as ``_runtime``. Its modules import
each other and the standard library; httpx and jsonschema are imported inside the functions that
need them, so that importing a generated module costs neither.
"""
