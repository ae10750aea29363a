"""Asks a backend who it is, once for each line of input, and prints the answer or the status."""

import sys

import grpc

channel = grpc.insecure_channel(sys.argv[1])
who = channel.unary_unary(
    "/portolan.test.Backend/Who", request_serializer=bytes, response_deserializer=bytes
)
for _ in sys.stdin:
    try:
        print(who(b"", timeout=5).decode(), flush=True)
    except grpc.RpcError as error:
        print(error.code().name, flush=True)
