"""IANA's special-purpose registries as they are kept in the project, and the ways to write an address into a URL."""

import csv
import ipaddress
import re
from dataclasses import dataclass

from project import ROOT

PUBLISHED = ROOT / "shared" / "src" / "main" / "resources" / "dev" / "sluice" / "endpoint"
NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True)
class Block:
    network: ipaddress.IPv4Network | ipaddress.IPv6Network
    text: str  # as the registry writes it
    name: str
    reachable: str  # "Globally Reachable" without its footnote: True, False, N/A or nothing


def registry(version):
    """The blocks of one registry, and the day it was read."""
    (file,) = PUBLISHED.glob(f"iana-ipv{version}-special-registry-*.csv")
    with open(file, encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    blocks = [
        Block(ipaddress.ip_network(text), text, row["Name"], _plain(row["Globally Reachable"]))
        for row in rows
        for text in _plain(row["Address Block"]).split(", ")
    ]
    return blocks, file.stem[-10:]


def _plain(cell):
    return re.sub(r"\s*\[\d+]", "", cell).strip()


def edges(network):
    """First, middle and last address, those of them that there are."""
    return sorted({network[0], network[network.num_addresses // 2], network[-1]})


def narrowest(blocks, address):
    """The narrowest block with an address in it, or None."""
    found = [block for block in blocks if block.network.version == address.version and address in block.network]
    return max(found, key=lambda block: block.network.prefixlen, default=None)


def embedded(address):
    """By the carrier's name, the IPv6 addresses that an IPv4 address hides in."""
    number = int(address)
    low = {"mapped": "::ffff:0:0", "compatible": "::", "NAT64": "64:ff9b::", "local NAT64": "64:ff9b:1::"}
    carriers = {name: int(ipaddress.IPv6Address(prefix)) | number for name, prefix in low.items()}
    carriers["6to4"] = 0x2002 << 112 | number << 80
    carriers["Teredo"] = int(ipaddress.IPv6Address("2001:0:4136:e378:8000:63bf::")) | number ^ 0xFFFFFFFF
    return {name: ipaddress.IPv6Address(value) for name, value in carriers.items()}


def ipv4_spellings(address):
    """By name, how a URL's host may spell an IPv4 address, by inet_aton's rules and by what Unicode takes for the same characters."""
    a, b, c, d = address.packed
    number, plain = int(address), str(address)

    def digits(zero, ones):
        """With other digits: zero's code point, and that of one, behind which the others stand."""
        return "".join(x if x == "." else chr(zero if x == "0" else ones + int(x) - 1) for x in plain)

    return {
        "dotted decimal": plain,
        "trailing dot": plain + ".",
        "one decimal number": f"{number}",
        "one hex number": f"0x{number:x}",
        "one hex number, upper case": f"0X{number:X}",
        "one octal number": f"0{number:o}",
        "dotted hex": f"0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}",
        "dotted hex, padded": f"0x{a:08x}.0x{b:02x}.0x{c:02x}.0x{d:02x}",
        "dotted octal": f"0{a:o}.0{b:o}.0{c:o}.0{d:o}",
        "dotted octal, padded": f"000{a:o}.000{b:o}.000{c:o}.000{d:o}",
        "three parts": f"{a}.{b}.{c << 8 | d}",
        "two parts": f"{a}.{b << 16 | c << 8 | d}",
        "mixed bases": f"0x{a:x}.0{b:o}.{c << 8 | d}",
        "full-width digits": digits(0xFF10, 0xFF11),
        "full-width stops": plain.replace(".", "\uff0e"),
        "ideographic stops": plain.replace(".", "\u3002"),
        "half-width stops, one trailing": plain.replace(".", "\uff61") + "\uff61",
        "circled digits": digits(0x24EA, 0x2460),
        "bold digits": digits(0x1D7CE, 0x1D7CF),
        "subscript digits": digits(0x2080, 0x2081),
        "soft hyphens": "\u00ad".join(plain),
        "full-width hex": "".join(chr(ord(x) + 0xFEE0) for x in f"0x{number:x}"),
    }


def ipv6_spellings(address):
    """By name, how a URL's host may spell an IPv6 address."""
    groups = [f"{int(group, 16):x}" for group in address.exploded.split(":")]
    tail = ".".join(str(byte) for byte in address.packed[12:])
    spellings = {
        "compressed": f"[{address.compressed}]",
        "compressed, upper case": f"[{address.compressed.upper()}]",
        "all groups": f"[{':'.join(groups)}]",
        "all digits, upper case": f"[{address.exploded.upper()}]",
        "dotted tail": f"[{':'.join(groups[:6])}:{tail}]",
    }
    # Not the longest run of zeros, or less than all of it: what one may write though nobody should (RFC 5952).
    if "0" in groups:
        last = len(groups) - 1 - groups[::-1].index("0")
        spellings["one group compressed"] = f"[{':'.join(groups[:last])}::{':'.join(groups[last + 1:])}]"
    return spellings


def spellings(address):
    """By name, every spelling, carriers included, with the address that it stands for."""
    if address.version == 6:
        return {f"IPv6, {name}": (host, address) for name, host in ipv6_spellings(address).items()}
    found = {f"IPv4, {name}": (host, address) for name, host in ipv4_spellings(address).items()}
    for carrier, inside in embedded(address).items():
        for name, host in ipv6_spellings(inside).items():
            found[f"{carrier}, {name}"] = (host, inside)
    return found


def tricks(host):
    """By name, URLs that may look as if they went somewhere else, and the code with which each is refused."""
    public = "8.8.8.8"
    return {
        "public user name": (f"http://{public}@{host}/", "url_userinfo"),
        "user name and password": (f"http://{public}:80@{host}/", "url_userinfo"),
        "address as user name": (f"http://{host}@{public}/", "url_userinfo"),
        "two @": (f"http://a@{public}@{host}/", "url_userinfo"),
        "encoded slash in the user name": (f"http://{public}%2f@{host}/", "url_userinfo"),
        "encoded @": (f"http://{public}%40{host}/", "url_host"),
        "backslash": (f"http://{public}\\@{host}/", "url_invalid"),
        "fragment before @": (f"http://{host}#@{public}/", "url_fragment"),
        "line break in it": (f"http://{host[:2]}\n{host[2:]}/", "url_invalid"),
    }
