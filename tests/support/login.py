"""At the door, as everybody comes in: with e-mail and password."""

import re


def sign_in(browser, email="sol@school.test", password="backline", **more):
    browser.environ_base["HTTP_X_CSRFTOKEN"] = token(browser.get("/login"))
    return browser.post("/login", data={"email": email, "password": password, **more})


def token(response):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', response.text)[1]
