def test_x(play, cell):
    async def scenario(driver):
        await driver.run(cell.TRAIN)
        await driver.press("f2")
        h=driver.app.main.query_one("#head"); t=driver.app.main.query_one("Task")
        print(h.region, h.size, h.scroll_offset, h.max_scroll_y, t.region, t.virtual_region, h.styles.padding, h.styles.height)
        print(driver.screen)
        assert 0
    play(scenario, size=(80, 24))
