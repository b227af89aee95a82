import anyio
import pytest

from bank_rs.service.edge.capacity import Capacity
from bank_rs.service.metering.meter import Unmetered


class Answers:
    """Answers once it is let go, or fails."""

    def __init__(self):
        self.go = anyio.Event()
        self.begun = 0

    async def __call__(self, scope, receive, send):
        self.begun += 1
        await self.go.wait()
        if scope["path"] == "/fail":
            raise RuntimeError
        await send({"type": "http.response.start", "status": 200, "headers": []})


class Client:
    def __init__(self, app):
        self.app = app
        self.answers = []

    async def get(self, path):
        async def send(message):
            if message["type"] == "http.response.start":
                self.answers.append((path, message["status"], dict(message["headers"])))

        try:
            await self.app({"type": "http", "path": path, "headers": []}, None, send)
        except RuntimeError:
            self.answers.append((path, 500, {}))


@pytest.mark.parametrize("path", ["/", "/fail"])
def test_requests_above_the_limit_are_refused_at_once_and_the_others_answered(path):
    async def run():
        answers = Answers()
        client = Client(Capacity(answers, 3, Unmetered()))
        async with anyio.create_task_group() as requests:
            for _ in range(3):
                requests.start_soon(client.get, path)
            await anyio.wait_all_tasks_blocked()
            await client.get(path)
            ((_, status, headers),) = client.answers
            assert status == 503
            assert headers[b"retry-after"] == b"1"
            requests.start_soon(client.get, "/health/live")
            await anyio.wait_all_tasks_blocked()
            assert answers.begun == 4
            answers.go.set()
        assert len(client.answers) == 5
        await client.get("/")
        return client.answers

    codes = [status for _, status, _ in anyio.run(run)]
    assert codes.count(503) == 1
    assert codes[-1] == 200
