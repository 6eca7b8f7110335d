def test_open(as_, taras, draft):
    as_(taras).get("/desk/land")
