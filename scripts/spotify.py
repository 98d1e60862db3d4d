"""Connect Synsong to Spotify, or take the connection back."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

import typer

from components.errors import SynsongError, Warnings
from scripts.console import msg
from scripts.services.private_files import data_folder
from scripts.services.spotify import SpotifyApi
from scripts.services.spotify_login import SCOPES, check_redirect, log_in, log_in_by_paste
from scripts.services.spotify_playlists import forget
from scripts.services.spotify_tokens import (
    ACCOUNTS_URL,
    NOTICE,
    REDIRECT,
    SpotifyAuth,
    Token,
    TokenStore,
    client_id,
    say_date,
    service_url,
)

app = typer.Typer(add_completion=False, help=__doc__, no_args_is_help=True)


@app.command()
def login(
    paste: bool = typer.Option(False, "--paste", help="For machines without a browser: paste the address it leads to"),
    patience: float = typer.Option(300.0, "--wait", min=1.0, help="Seconds to wait for the browser"),
) -> None:
    """Log in with your own client ID (SPOTIPY_CLIENT_ID); no client secret is needed."""
    try:
        token = connect(os.environ, paste=paste, patience=patience)
    except SynsongError as err:
        msg.fail(str(err), exits=1)
    except KeyboardInterrupt:
        msg.warn("Stopped.", exits=130)
    msg.good(f"Logged in until {say_date(token.ends_at)}; Spotify ends log-ins after six months")


@app.command()
def logout() -> None:
    """Delete the tokens, and all that is kept of Spotify's."""
    store = TokenStore()
    had = store.delete()
    count = forget()
    msg.good(f"{'Logged out' if had else 'There was no log-in'}; {count} files of mappings and recipes deleted")
    msg.info("To take the permission back at Spotify too: spotify.com/account/apps")


@app.command()
def status(check: bool = typer.Option(False, "--check", help="Ask Spotify whether the log-in still holds")) -> None:
    """Show whether you are logged in, and until when."""
    try:
        token = TokenStore().load()
        if token is None:
            msg.info("Not logged in. Log in with: python -m scripts.spotify login")
            raise typer.Exit(1)
        for line in say_status(token):
            msg.text(line)
        if check:
            SpotifyApi.of_environment(os.environ).me()
            msg.good("Spotify accepts the log-in")
        announce_end(token)
    except SynsongError as err:
        msg.fail(str(err), exits=1)


def connect(environ: Mapping[str, str], *, paste: bool, patience: float, store: TokenStore | None = None) -> Token:
    """Log in.

    environ (Mapping[str, str]): Holds the client ID, the redirect URI and the addresses of the services.
    paste (bool): Whether the user pastes the address that the browser was led to.
    patience (float): Seconds to wait for the browser.
    store (TokenStore | None): Where the token goes.
    RETURNS (Token): The token.
    RAISES (SynsongError): If anything is missing, or the log-in fails.
    """
    accounts = service_url(environ, "SPOTIFY_ACCOUNTS_URL", ACCOUNTS_URL, "accounts service")
    redirect = environ.get("SPOTIPY_REDIRECT_URI") or REDIRECT
    auth = SpotifyAuth(client_id(environ), store or TokenStore(), accounts_url=accounts)
    check_redirect(redirect)
    if paste:
        return log_in_by_paste(auth, redirect, accounts_url=accounts, ask=_ask)
    return log_in(auth, redirect, accounts_url=accounts, show=_show, patience=patience)


def say_status(token: Token) -> list[str]:
    """RETURNS (list[str]): What there is to know of a log-in, without its secrets."""
    lacking = sorted(set(SCOPES) - set(token.scope.split())) if token.scope else []
    return [
        f"Logged in since {say_date(token.authorized_at)}, until {say_date(token.ends_at)}",
        f"Client ID: {token.client_id}",
        f"Allowed: {token.scope or 'not said'}{f' (lacking: {chr(32).join(lacking)})' if lacking else ''}",
        f"Token: {TokenStore().file.path}",
        f"Mappings and recipes: {_count(data_folder())} files in {data_folder()}",
    ]


def announce_end(token: Token, now: float | None = None) -> None:
    """Say so when a log-in is about to end."""
    if token.ends_at - (time.time() if now is None else now) < NOTICE:
        msg.warn(Warnings.W660.format(date=say_date(token.ends_at)))


def _count(folder: Path) -> int:
    return sum(1 for _ in folder.rglob("*.json")) if folder.is_dir() else 0


def _show(url: str, opened: bool) -> None:
    if opened:
        msg.info("The browser shows Spotify's page; agree there. If it does not, open this address:")
    else:
        msg.info("Open this address in a browser on this machine and agree:")
    print(url)


def _ask(url: str) -> str:
    msg.info("Open this address in any browser and agree. It then leads to a page that cannot be shown; that is as it")
    msg.text("should be. Copy the whole address of that page and paste it here.")
    print(url)
    return str(typer.prompt("Address"))


if __name__ == "__main__":
    app()
