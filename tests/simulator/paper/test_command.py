"""The command writes files with their truth beside them."""

import json

from simulator.paper.__main__ import main


def test_files_are_written_with_their_truth(tmp_path, capsys):
    code = main(
        [str(tmp_path), "--kind", "bank_card", "--look", "b", "--capture", "scan", "--n", "2", "--seed", "7"]
    )
    printed = capsys.readouterr().out.split()
    assert code == 0
    assert [path.rsplit("/", 1)[1] for path in printed] == [
        "bank_card-b-scan-7.jpg",
        "bank_card-b-scan-8.jpg",
    ]
    truth = json.loads((tmp_path / "bank_card-b-scan-7.jpg.truth.json").read_text(encoding="utf-8"))
    assert truth["kind"] == "bank_card"
    assert set(truth["truth"]) == {"acct_name", "bank_acct", "bank", "page_count"}


def test_without_a_capture_all_captures_are_drawn(tmp_path):
    main([str(tmp_path), "--kind", "unchanged_statement", "--look", "a", "--defect", "unsigned"])
    endings = sorted(path.suffix for path in tmp_path.iterdir() if path.suffix != ".json")
    assert endings == [".docx", ".jpg", ".jpg", ".pdf", ".pdf", ".png"]
