"""A small server in the shape of Stripe: payment pages, intents, refunds, keys, signed webhooks.

It answers the real SDK over real HTTP, refuses what Stripe refuses, and keeps a log of its own. Its payment page has
one button; `pay` and `decline` are what a guest does there.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from stripe import WebhookSignature

from app.kernel import clock

KEY, SECRET = "sk_test_quince", "whsec_quince"
Json = dict[str, Any]


class Refusal(Exception):
    def __init__(self, status: int, code: str, kind: str = "invalid_request_error") -> None:
        super().__init__(code)
        self.status, self.body = status, {"error": {"type": kind, "code": code, "message": code}}


class StripeServer:
    """Sessions, refunds and events by id.

    `mood` is `well`, `down`, `slow`, `broken` (500) or `mute` (the deed is done and its answer lost). As many calls
    as `busy` says find their key in use by another call.
    """

    def __init__(self) -> None:
        self.sessions: dict[str, Json] = {}
        self.refunds: dict[str, Json] = {}
        self.events: list[Json] = []
        self.answered: dict[str, tuple[Json, Json]] = {}
        self.mood = "well"
        self.refuses_refunds = False
        self.busy = 0
        self.woken = threading.Event()
        self._turn = threading.RLock()
        self._numbers = count(1)
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"stripe": self}))
        self.address = f"http://127.0.0.1:{self._http.server_address[1]}"

    def pay(self, session_id: str) -> None:
        """The guest's card is taken, unless the page is over."""
        session = self._now(session_id)
        if session["status"] == "open":
            intent = {"object": "payment_intent", "id": f"pi_{session_id}", "metadata": session["metadata"]}
            session.update(status="complete", payment_status="paid", payment_intent=intent["id"])
            self._tell("payment_intent.succeeded", intent)
            self._tell("checkout.session.completed", session)

    def decline(self, session_id: str) -> None:
        """The guest's card is refused; the page stays open for another."""
        session = self._now(session_id)
        if session["status"] == "open":
            intent = {"object": "payment_intent", "id": f"pi_{session_id}", "metadata": session["metadata"]}
            self._tell("payment_intent.payment_failed", intent)

    def fail(self, refund_id: str) -> None:
        """The card was closed: what was given comes back."""
        self.refunds[refund_id]["status"] = "failed"
        self._tell("refund.failed", self.refunds[refund_id])

    def signed(self, event: Json, at: int | None = None) -> tuple[bytes, str]:
        """Body and signature of an event as it is sent, from the clock on the wall where `at` is None."""
        body = json.dumps(event)
        return body.encode(), WebhookSignature.generate_signature_header(body, SECRET, at)

    def refunded(self, session_id: str) -> int:
        given = [one for one in self.refunds.values() if one["status"] == "succeeded"]
        return sum(one["amount"] for one in given if one["payment_intent"] == f"pi_{session_id}")

    def answer(self, method: str, path: str, asked: Json, key: str | None) -> Json:
        with self._turn:
            if key and key in self.answered:
                before, answer = self.answered[key]
                if before != asked:
                    raise Refusal(400, "idempotency_key_in_use", "idempotency_error")
                return answer
            answer = json.loads(json.dumps(self._routed(method, path, asked)))
            if key:
                self.answered[key] = (asked, answer)
            return answer

    def _routed(self, method: str, path: str, asked: Json) -> Json:
        if (method, path) == ("POST", "/v1/checkout/sessions"):
            return self._open(asked)
        if found := re.fullmatch(r"/v1/checkout/sessions/(\w+)(/expire)?", path):
            return self._expire(found[1]) if found[2] else self._now(found[1])
        if (method, path) == ("POST", "/v1/refunds"):
            return self._refund(asked)
        if found := re.fullmatch(r"/v1/refunds/(\w+)", path):
            return self.refunds[found[1]]
        if (method, path) == ("GET", "/v1/refunds"):
            data = [one for one in self.refunds.values() if one["payment_intent"] == asked["payment_intent"]]
            return {"object": "list", "data": data, "has_more": False, "url": "/v1/refunds"}
        raise Refusal(404, "resource_missing")

    def _open(self, asked: Json) -> Json:
        lasts = int(asked["expires_at"]) - clock.now().timestamp()
        if not 30 * 60 <= lasts <= 24 * 3600 or not asked["success_url"].startswith("http"):
            raise Refusal(400, "parameter_invalid")
        line = asked["line_items"][0]["price_data"]
        number = next(self._numbers)
        session = {
            "object": "checkout.session",
            "id": f"cs_{number}",
            "status": "open",
            "payment_status": "unpaid",
            "payment_intent": None,
            "amount_total": int(line["unit_amount"]),
            "currency": line["currency"],
            "metadata": asked["metadata"],
            "expires_at": int(asked["expires_at"]),
            "success_url": asked["success_url"],
            "url": f"{self.address}/pay/{number}",
        }
        self.sessions[session["id"]] = session
        self._tell("payment_intent.created", {"object": "payment_intent", "id": "pi", "metadata": asked["metadata"]})
        return session

    def _expire(self, session_id: str) -> Json:
        session = self._now(session_id)
        if session["status"] != "open":
            raise Refusal(400, "session_not_open")
        return self._over(session)

    def _now(self, session_id: str) -> Json:
        session = self.sessions.get(session_id)
        if session is None:
            raise Refusal(404, "resource_missing")
        if session["status"] == "open" and session["expires_at"] <= clock.now().timestamp():
            self._over(session)
        return session

    def _over(self, session: Json) -> Json:
        session.update(status="expired", url=None)
        self._tell("checkout.session.expired", session)
        return session

    def _refund(self, asked: Json) -> Json:
        if self.refuses_refunds:
            raise Refusal(400, "refund_disputed_payment")
        session_id, amount = asked["payment_intent"].removeprefix("pi_"), int(asked["amount"])
        session = self.sessions.get(session_id)
        if session is None or session["payment_status"] != "paid":
            raise Refusal(404, "resource_missing")
        left = session["amount_total"] - self.refunded(session_id)
        if left == 0:
            raise Refusal(400, "charge_already_refunded")
        if amount > left:
            raise Refusal(400, "amount_too_large")
        refund = {"object": "refund", "id": f"re_{next(self._numbers)}", "status": "succeeded", **asked}
        refund["amount"] = amount
        self.refunds[refund["id"]] = refund
        self._tell("charge.refunded", {"object": "charge", "id": "ch", "metadata": session["metadata"]})
        return refund

    def _tell(self, kind: str, about: Json) -> None:
        event = {"object": "event", "id": f"evt_{next(self._numbers)}", "type": kind, "data": {"object": dict(about)}}
        self.events.append(event)


@contextmanager
def serving() -> Iterator[StripeServer]:
    """A server on a port of its own, for the time of a test."""
    server = StripeServer()
    thread = threading.Thread(target=server._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.woken.set()
        server._http.shutdown()
        server._http.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    stripe: StripeServer

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path.startswith("/pay/"):
            self._say(200, b'<!doctype html><title>Pay</title><form method="post"><button>Pay by card</button></form>')
            return
        self._answer(parts.path, _nested(parts.query))

    def do_POST(self) -> None:
        if self.path.startswith("/pay/"):
            self.stripe.pay(session_id := f"cs_{self.path.rpartition('/')[2]}")
            self._say(303, b"", Location=self.stripe.sessions[session_id]["success_url"])
            return
        self._answer(self.path, _nested(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()))

    def _answer(self, path: str, asked: Json) -> None:
        if self.stripe.mood == "down":
            self.close_connection = True
            return
        if self.stripe.mood == "slow":
            self.stripe.woken.wait(30)
        try:
            if self.headers.get("Authorization") != f"Bearer {KEY}":
                raise Refusal(401, "api_key_invalid")
            if self.stripe.mood == "broken":
                raise Refusal(500, "api_error", "api_error")
            if self.stripe.busy:
                self.stripe.busy -= 1
                raise Refusal(409, "idempotency_key_in_use", "idempotency_error")
            answer = self.stripe.answer(self.command, path, asked, self.headers.get("Idempotency-Key"))
            if self.stripe.mood == "mute":
                self.close_connection = True
                return
            self._send(200, answer)
        except Refusal as refused:
            self._send(refused.status, refused.body)

    def _send(self, status: int, answer: Json) -> None:
        self._say(status, json.dumps(answer).encode(), **{"Content-Type": "application/json"})

    def _say(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Type": "text/html", "Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        return


def _nested(text: str) -> Json:
    """`a[b][0][c]=d` as the SDK spells it, as dicts and lists."""
    found: Json = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        *path, last = re.findall(r"[^\[\]]+", name)
        place = found
        for step in path:
            place = place.setdefault(step, {})
        place[last] = value
    return _listed(found)


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(name.isdecimal() for name in value):
        return [_listed(value[name]) for name in sorted(value, key=int)]
    return {name: _listed(inner) for name, inner in value.items()}
